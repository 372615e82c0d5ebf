//! Points and rectangles on the page.
//!
//! Owns plane geometry in px, with y downwards. Must not know what is drawn.

/// A point on the page, in px from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// px from the left.
    pub x: f64,
    /// px from the top.
    pub y: f64,
}

impl Point {
    /// A point at `x` px from the left and `y` px from the top.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Distance to another point, in px.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A rectangle on the page, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle from its edges.
    #[must_use]
    pub const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// The empty rectangle at a point.
    #[must_use]
    pub const fn at(point: Point) -> Self {
        Self::new(point.x, point.y, point.x, point.y)
    }

    /// The point of the rectangle that is nearest to another point.
    #[must_use]
    pub fn nearest(&self, to: Point) -> Point {
        Point::new(to.x.max(self.left).min(self.right), to.y.max(self.top).min(self.bottom))
    }

    /// Its outline as a closed line.
    #[must_use]
    pub fn outline(&self) -> Vec<Point> {
        let corner = |x: f64, y: f64| Point::new(x, y);
        vec![
            corner(self.left, self.top),
            corner(self.right, self.top),
            corner(self.right, self.bottom),
            corner(self.left, self.bottom),
            corner(self.left, self.top),
        ]
    }

    /// Width in px.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in px.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The rectangle with every edge moved outwards by `by` px.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }

    /// Whether the two share some area.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the other lies wholly inside.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        other.left >= self.left && other.right <= self.right && other.top >= self.top && other.bottom <= self.bottom
    }

    /// The part of the segment that lies inside (Liang and Barsky 1984,
    /// doi:10.1145/357332.357333); `None` where it passes by.
    #[must_use]
    pub fn clip(&self, from: Point, to: Point) -> Option<(Point, Point)> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let edges = [
            (-dx, from.x - self.left),
            (dx, self.right - from.x),
            (-dy, from.y - self.top),
            (dy, self.bottom - from.y),
        ];
        for (towards, room) in edges {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                enter = enter.max(room / towards);
            } else {
                leave = leave.min(room / towards);
            }
        }
        (enter <= leave).then(|| {
            (Point::new(from.x + enter * dx, from.y + enter * dy), Point::new(from.x + leave * dx, from.y + leave * dy))
        })
    }
}
