//! A sequence of calls, and what is said of it.

use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Unstructured};

use crate::objects::Objects;
use crate::op::Op;

/// The most calls that one input makes.
const MAX_CALLS: usize = 400;

/// What to say of the calls.
pub(crate) enum Log {
    Nothing,
    Calls,
    /// How many there were of each kind, and how many of them were invalid.
    Counts(BTreeMap<String, (u64, u64)>),
}

impl Log {
    fn before(&self, op: &Op) {
        if let Self::Calls = self {
            eprintln!("{op:?}");
        }
    }

    fn after(&mut self, op: &Op, invalid: bool) {
        match self {
            Self::Nothing => {}
            Self::Calls => {
                if invalid {
                    eprintln!("    invalid");
                }
            }
            Self::Counts(counts) => {
                let name = format!("{op:?}");
                let name = name.split(|c: char| !c.is_alphanumeric()).next();
                let (all, wrong) = counts
                    .entry(name.unwrap_or_default().to_owned())
                    .or_default();
                *all += 1;
                *wrong += u64::from(invalid);
            }
        }
    }

    pub(crate) fn print(&self) {
        if let Self::Counts(counts) = self {
            for (name, (all, invalid)) in counts {
                println!("{name:20} {all:8} calls, {invalid:8} invalid");
            }
        }
    }
}

/// Makes the calls that `bytes` say.
pub(crate) async fn sequence(bytes: &[u8], log: &mut Log) {
    let mut bytes = Unstructured::new(bytes);
    let mut objects = Objects::new();
    for _ in 0..MAX_CALLS {
        if bytes.is_empty() {
            break;
        }
        let Ok(op) = Op::arbitrary(&mut bytes) else {
            break;
        };
        log.before(&op);
        objects.watch();
        objects.run(op).await;
        let invalid = objects.saw_error().await;
        log.after(&op, invalid);
    }
    objects.end().await;
}
