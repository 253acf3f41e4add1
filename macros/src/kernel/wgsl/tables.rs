//! Constant arrays that are indexed by what is not known before.

use std::collections::HashMap;

use super::Writer;
use crate::kernel::ir::{Expr, Function, Kind};
use crate::kernel::lower::is_constant;

impl Writer<'_> {
    /// Copies the constants that a function looks things up in to variables.
    ///
    /// Of a constant that is indexed, naga makes a copy each time, within a loop in each turn.
    pub(super) fn tables(&mut self, function: &Function) {
        let mut found = HashMap::new();
        for it in function.body.parts() {
            lookups(it, &mut found);
        }
        let mut found = Vec::from_iter(found);
        found.sort_by_key(|(id, _)| *id);
        self.tables.clear();
        for (id, span) in found {
            let constant = self.constants[id].clone();
            let name = self.names.fresh(&constant.to_lowercase());
            self.line(span, &format!("var {name} = {constant};"));
            self.tables.insert(id, name);
        }
    }
}

fn lookups(it: &Expr, found: &mut HashMap<usize, proc_macro2::Span>) {
    if let Kind::Index(..) = &it.kind
        && let Some(id) = looked_up(it)
    {
        found.entry(id).or_insert(it.span);
    }
    for part in it.parts() {
        lookups(part, found);
    }
}

/// The constant of which this is a part that is not known before.
pub(super) fn looked_up(it: &Expr) -> Option<usize> {
    let mut root = it;
    let mut is_known = true;
    while let Kind::Index(base, _) | Kind::Field(base, _) = &root.kind {
        if let Kind::Index(_, index) = &root.kind {
            is_known &= is_constant(index);
        }
        root = base;
    }
    match root.kind {
        Kind::Constant(id, _) if !is_known => Some(id),
        _ => None,
    }
}
