//! Files from strangers: what is read, damaged on purpose.
//!
//! | part | owns |
//! |---|---|
//! | `mutate` | the damage |

pub(super) mod mutate;
