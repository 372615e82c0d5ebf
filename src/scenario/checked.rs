//! What a scenario says, once each value is checked by its key.
//!
//! Owns: the form in which a file is passed from the check to what is made of it. Must not know: how a value is read,
//! what is made of it. Where a value was refused there is no meaning, and the refusal has been reported.

use super::amount::Amount;
use super::tree::{Entry, Node, Place, Value};
use crate::quantity::{Setting, State};

/// A value as it was typed, and what it means.
#[derive(Debug)]
pub(super) struct Checked<'a> {
    /// As it was typed.
    pub(super) typed: &'a Node,
    /// What it means; nothing where the check has refused it.
    pub(super) meaning: Option<Meaning<'a>>,
}

/// What a value means.
#[derive(Debug)]
pub(super) enum Meaning<'a> {
    /// A text, or one of a few words.
    Text(&'a str),
    /// A whole number.
    Whole(u32),
    /// A plain number, or a percentage as a share.
    Number(f64),
    /// A number with a unit.
    Amount(Amount),
    /// Several values, or several tables with the same header. Where one value may stand for a list, a list of that.
    List(Vec<Checked<'a>>),
    /// Parameters of the model, each with a value in its unit for a 70 kg adult or with a factor.
    Settings(Vec<Given<'a, Setting>>),
    /// States of the model, each with a factor.
    States(Vec<Given<'a, State>>),
    /// The known keys of a table.
    Table(Vec<Key<'a>>),
}

/// A parameter or state with its number.
#[derive(Debug)]
pub(super) struct Given<'a, Q> {
    /// Which.
    pub(super) of: Q,
    /// Its number.
    pub(super) number: f64,
    /// The key and value as they were typed.
    pub(super) typed: &'a Entry,
}

/// A key of a table with its value.
#[derive(Debug)]
pub(super) struct Key<'a> {
    /// The key as it was typed.
    pub(super) typed: &'a Entry,
    /// Its value.
    pub(super) value: Checked<'a>,
}

impl<'a> Checked<'a> {
    /// Where the value stands.
    pub(super) const fn place(&self) -> &'a Place {
        &self.typed.place
    }

    /// Whether it was typed as a table.
    pub(super) const fn is_table(&self) -> bool {
        matches!(self.typed.value, Value::Table(_))
    }

    /// A key of a table; nothing where it is not there.
    pub(super) fn key(&self, name: &str) -> Option<&Key<'a>> {
        match &self.meaning {
            Some(Meaning::Table(keys)) => keys.iter().find(|key| key.typed.key == name),
            _ => None,
        }
    }

    /// The value of a key of a table; nothing where the key is not there.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.key(name).map(|key| &key.value)
    }

    /// The items of a list under a key of a table; none where it is not there.
    pub(super) fn items(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::list)
    }

    /// The items of a list.
    pub(super) fn list(&self) -> &[Self] {
        match &self.meaning {
            Some(Meaning::List(items)) => items,
            _ => &[],
        }
    }

    /// A text, without the blanks around it.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self.meaning {
            Some(Meaning::Text(text)) => Some(text.trim()),
            _ => None,
        }
    }

    /// A whole number.
    pub(super) const fn whole(&self) -> Option<u32> {
        match self.meaning {
            Some(Meaning::Whole(number)) => Some(number),
            _ => None,
        }
    }

    /// A plain number or a share.
    pub(super) const fn number(&self) -> Option<f64> {
        match self.meaning {
            Some(Meaning::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// A number with a unit.
    pub(super) const fn amount(&self) -> Option<Amount> {
        match self.meaning {
            Some(Meaning::Amount(amount)) => Some(amount),
            _ => None,
        }
    }

    /// A time or another quantity in its base unit.
    pub(super) fn value(&self) -> Option<f64> {
        self.amount().map(|amount| amount.value)
    }

    /// Parameters with their numbers.
    pub(super) fn settings(&self) -> &[Given<'a, Setting>] {
        match &self.meaning {
            Some(Meaning::Settings(settings)) => settings,
            _ => &[],
        }
    }

    /// States with their factors.
    pub(super) fn states(&self) -> &[Given<'a, State>] {
        match &self.meaning {
            Some(Meaning::States(states)) => states,
            _ => &[],
        }
    }
}
