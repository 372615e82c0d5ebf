//! The parts of a PNG file.
//!
//! Owns cutting a file at the lengths that it states, without a word believed of how much there is to come. Must not
//! know what is inside a part.

/// The first bytes of every PNG.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One part: length, kind, content and checksum (PNG, section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// The four letters of its kind.
    pub(super) kind: &'a [u8],
    /// What is inside.
    pub(super) content: &'a [u8],
    /// All of it, with length and checksum.
    pub(super) whole: &'a [u8],
}

impl Chunk<'_> {
    /// What a reader of messages calls it: the keyword of a text, or the letters of its kind.
    pub(super) fn name(&self) -> String {
        match (self.kind, self.content.iter().position(|byte| *byte == 0)) {
            (b"iTXt" | b"tEXt" | b"zTXt", Some(end)) => {
                format!("text \"{}\"", String::from_utf8_lossy(self.content.get(..end).unwrap_or_default()))
            }
            _ => format!("part {}", String::from_utf8_lossy(self.kind)),
        }
    }

    /// The words of a text with this keyword that is not packed, as this program writes them.
    pub(super) fn text(&self, keyword: &str) -> Option<&str> {
        let content = (self.kind == b"iTXt").then_some(self.content)?;
        // No flag of packing, no method, no language, no keyword in another language (section 11.3.3.4).
        let words = content.strip_prefix(keyword.as_bytes())?.strip_prefix(&[0; 5])?;
        std::str::from_utf8(words).ok()
    }
}

/// The parts of a file, the last of them the end; then what follows the end, or what is no whole part.
pub(super) struct Chunks<'a> {
    rest: &'a [u8],
    is_at_end: bool,
}

impl<'a> Chunks<'a> {
    /// The parts of a file, none where it is no PNG.
    pub(super) fn of(file: &'a [u8]) -> Self {
        Self { rest: file.strip_prefix(SIGNATURE).unwrap_or_default(), is_at_end: false }
    }

    /// What is left; where the parts ended with the end of the picture, what follows it.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether the end of the picture was reached.
    pub(super) const fn is_at_end(&self) -> bool {
        self.is_at_end
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        if self.is_at_end {
            return None;
        }
        let length = u32::from_be_bytes(self.rest.first_chunk::<4>().copied()?) as usize;
        let (whole, rest) = self.rest.split_at_checked(length.checked_add(12)?)?;
        let chunk = Chunk { kind: whole.get(4..8)?, content: whole.get(8..8 + length)?, whole };
        self.rest = rest;
        self.is_at_end = chunk.kind == b"IEND";
        Some(chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, &[1, 2, 3, 4]].concat()
    }

    #[test]
    fn parts_are_cut_at_their_lengths() {
        let text = chunk(b"iTXt", b"Title\0\0\0\0\0words");
        let file = [SIGNATURE, &text, &chunk(b"IEND", b""), b"more"].concat();
        let mut chunks = Chunks::of(&file);
        let first = chunks.next().unwrap();
        assert_eq!((first.name().as_str(), first.text("Title")), ("text \"Title\"", Some("words")));
        assert_eq!(first.text("Titl"), None);
        assert_eq!(chunks.next().unwrap().name(), "part IEND");
        assert_eq!((chunks.next(), chunks.is_at_end(), chunks.rest()), (None, true, &b"more"[..]));
    }

    #[test]
    fn a_length_beyond_the_file_ends_the_parts() {
        for length in [13_u32, 1 << 31, u32::MAX] {
            let file = [SIGNATURE, &length.to_be_bytes(), b"iTXtTitle"].concat();
            let mut chunks = Chunks::of(&file);
            assert_eq!((chunks.next(), chunks.is_at_end()), (None, false));
        }
        // Packed words are none that this program writes, and are left packed.
        let packed = chunk(b"iTXt", b"Title\0\x01\0\0\0words");
        assert_eq!(Chunks::of(&[SIGNATURE, &packed].concat()).next().unwrap().text("Title"), None);
    }
}
