//! The form in which a mechanism declares its quantities, once, beside its equations.

/// How many quantities of each list stand before a place; where the lists of the next mechanism begin.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Parameters, constants and inputs.
    pub settings: usize,
    /// States.
    pub states: usize,
    /// Observables.
    pub observables: usize,
}

impl Counts {
    /// Before the first mechanism.
    pub const ZERO: Self = Self { settings: 0, states: 0, observables: 0 };
}

/// Declares the quantities of one mechanism; `after` gives the [`Counts`] of the mechanisms before it.
///
/// A parameter reads `key: "symbol" = default "unit" in low..high, Basis, "source";`, a constant the same without
/// bounds, an exponent `key: "symbol" = whole, "source";`, an input `key: "symbol" "unit";`, an observable
/// `key: "symbol" "unit" ~ typical;`, and a state the same, with `in low..high` after it where its domain is narrower than
/// from 0 to [`super::table::MOST_OF_A_STATE`]; either end may be left out.
/// The comment before each is its description, for the documentation and for the student.
macro_rules! quantities {
    (
        group: $group:literal,
        after: $after:expr,
        parameters { $($(#[doc = $pdoc:literal])+ $p:ident: $psym:literal = $pdef:literal $punit:literal in $low:literal..$high:literal, $basis:ident, $psrc:literal;)* }
        $(constants { $($(#[doc = $cdoc:literal])+ $c:ident: $csym:literal = $cdef:literal $cunit:literal, $cbasis:ident, $csrc:literal;)* })?
        $(exponents { $($(#[doc = $edoc:literal])+ $e:ident: $esym:literal = $edef:literal, $esrc:literal;)* })?
        $(inputs { $($(#[doc = $idoc:literal])+ $i:ident: $isym:literal $iunit:literal;)* })?
        states { $($(#[doc = $sdoc:literal])+ $s:ident: $ssym:literal $sunit:literal ~ $styp:literal $(in $($slow:literal)?..$($shigh:literal)?)?;)* }
        observables { $($(#[doc = $odoc:literal])+ $o:ident: $osym:literal $ounit:literal ~ $otyp:literal;)* }
    ) => {
        use $crate::quantity::{Basis, Counts, Kind, Quantity};

        const START: Counts = $after;

        /// Parameters, constants, exponents and inputs of this mechanism.
        pub const SETTINGS: &[Quantity] = &[
            $($crate::quantity::declare!($p, $psym, $punit, $pdef, $low, $high, Kind::Parameter, Basis::$basis, $psrc, $group, $($pdoc),+),)*
            $($($crate::quantity::declare!($c, $csym, $cunit, $cdef, $cdef, $cdef, Kind::Constant, Basis::$cbasis, $csrc, $group, $($cdoc),+),)*)?
            $($($crate::quantity::declare!($e, $esym, "1", $edef as f64, $edef as f64, $edef as f64, Kind::Constant, Basis::Assumed, $esrc, $group, $($edoc),+),)*)?
            $($($crate::quantity::declare!($i, $isym, $iunit, 0.0, 0.0, f64::INFINITY, Kind::Input, Basis::Definition, "the regimen", $group, $($idoc),+),)*)?
        ];

        /// States of this mechanism.
        pub const STATES: &[Quantity] = &[
            $($crate::quantity::declare!($s, $ssym, $sunit, $styp, $crate::quantity::or!(0.0; $($($slow)?)?), $crate::quantity::or!($crate::quantity::MOST_OF_A_STATE; $($($shigh)?)?), Kind::State, Basis::Definition, "-", $group, $($sdoc),+),)*
        ];

        /// Observables of this mechanism.
        pub const OBSERVABLES: &[Quantity] = &[
            $($crate::quantity::declare!($o, $osym, $ounit, $otyp, f64::NEG_INFINITY, f64::INFINITY, Kind::Observable, Basis::Definition, "-", $group, $($odoc),+),)*
        ];

        /// Where the lists of the next mechanism begin.
        pub(crate) const END: Counts = Counts {
            settings: START.settings + SETTINGS.len(),
            states: START.states + STATES.len(),
            observables: START.observables + OBSERVABLES.len(),
        };

        /// Parameters, constants and inputs of this mechanism as values of one kind.
        #[derive(Debug, Clone, Copy)]
        pub struct Parameters<C> {
            $($(#[doc = $pdoc])+ pub $p: C,)*
            $($($(#[doc = $cdoc])+ pub $c: C,)*)?
            $($($(#[doc = $idoc])+ pub $i: C,)*)?
        }

        impl<C: Copy> Parameters<C> {
            /// Takes this mechanism's share out of the values of the whole model.
            #[inline]
            pub(crate) fn read(values: &[C]) -> Self {
                Self {
                    $($p: values[setting::$p.0],)*
                    $($($c: values[setting::$c.0],)*)?
                    $($($i: values[setting::$i.0],)*)?
                }
            }
        }

        $crate::quantity::places!("Places of the parameters, constants and inputs, by key.", setting, Setting, settings, $($p)* $($($c)*)? $($($e)*)? $($($i)*)?);
        $(
            /// The declared exponents, by key.
            #[allow(non_upper_case_globals, missing_docs, reason = "the names are the keys that files use, described where they are declared")]
            pub mod exponent {
                $(pub const $e: super::Exponent = super::Exponent::named(stringify!($e), $edef);)*
            }
        )?

        $crate::quantity::places!("Places of the states, by key.", state, State, states, $($s)*);
        $crate::quantity::places!("Places of the observables, by key.", observable, Observable, observables, $($o)*);
    };
}

/// A value that may be left out, and what it then is.
macro_rules! or {
    ($usual:expr;) => {
        $usual
    };
    ($usual:expr; $value:expr) => {
        $value
    };
}

/// One entry of a list.
macro_rules! declare {
    ($key:ident, $symbol:literal, $unit:literal, $default:expr, $low:expr, $high:expr, $kind:expr, $basis:expr, $source:literal, $group:literal, $($doc:literal),+) => {
        Quantity {
            key: stringify!($key),
            symbol: $symbol,
            unit: $unit,
            default: $default,
            low: $low,
            high: $high,
            kind: $kind,
            basis: $basis,
            source: $source,
            description: concat!($($doc),+).trim_ascii(),
            group: $group,
        }
    };
}

/// A module of typed indices named by key.
macro_rules! places {
    ($doc:literal, $module:ident, $Place:ident, $list:ident, $($key:ident)*) => {
        #[doc = $doc]
        #[allow(non_upper_case_globals, missing_docs, reason = "the names are the keys that files use, described where they are declared")]
        pub mod $module {
            #[allow(non_camel_case_types, dead_code, reason = "counts the keys")]
            enum Index { $($key),* }
            $(pub const $key: $crate::quantity::$Place = $crate::quantity::$Place(super::START.$list + Index::$key as usize);)*
        }
    };
}

pub(crate) use {declare, or, places, quantities};
