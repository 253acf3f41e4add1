//! WGSL of the typed expressions: what Rust means, in Rust's order.

mod barriers;
mod expression;
mod jumps;
mod known;
mod literal;
mod loops;
mod memory;
mod names;
mod packed;
mod place;
mod statement;
mod structs;
mod tables;
mod value;
mod vector;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::Span;

use super::attribute::Size;
use super::builtins::PRELUDE;
use super::ir::{Expr, Function, LocalKind};
use super::lower::{Program, value_of};
use super::signature::{Builtin, Kernel, Role};
use super::textures::Operation;
use super::types::{Scalar, Type};
use jumps::{Around, Way};
pub(super) use names::Names;
use packed::Packed;

/// The text of a module, and where its parts come from.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) wgsl: String,
    /// Where a statement begins, and the author's words for it.
    places: Vec<(usize, Span)>,
    /// The names of the kernel's parameters that are bound, and of the kernel.
    pub(super) parameters: Vec<String>,
    pub(super) entry: String,
}

impl Text {
    /// The author's words for a part of the text.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        let after = self
            .places
            .partition_point(|(start, _)| *start <= range.start);
        self.places.get(after.checked_sub(1)?).map(|it| it.1)
    }
}

/// What is written so far.
struct Writer<'a> {
    program: &'a Program,
    text: Text,
    names: Names,
    /// Of the program's functions and constants.
    functions: Vec<String>,
    constants: Vec<String>,
    /// The variables of constants, by their place. See [`Self::tables`].
    tables: HashMap<usize, String>,
    prelude: BTreeSet<&'static str>,
    /// The types that are otherwise in memory than in WGSL; of what one is made comes before it.
    packing: Vec<Packed>,
    function: &'a Function,
    /// How a local is written, by its place in the function.
    locals: Vec<String>,
    /// The most that a local can be, by its place, where that is known.
    most: Vec<Option<i64>>,
    /// See [`Self::is_known`], of each local by its place.
    known: Vec<bool>,
    /// See [`barriers::of_storage`].
    storage_barriers: HashSet<*const Expr>,
    indent: usize,
    /// The loops around, the innermost last.
    loops: Vec<Around>,
    /// The variables that say which jump to a loop further out is made.
    taken: HashMap<Way, String>,
    /// Does nothing come to this place?
    is_unreachable: bool,
}

/// The module of a helper function, which is only checked, or of a kernel.
pub(super) fn module(program: &Program, function: &Function, kernel: Option<&Kernel>) -> Text {
    let mut writer = Writer {
        program,
        text: Text::default(),
        names: Names::of_module(),
        functions: Vec::new(),
        constants: Vec::new(),
        tables: HashMap::new(),
        prelude: BTreeSet::new(),
        packing: Vec::new(),
        function,
        locals: Vec::new(),
        most: Vec::new(),
        known: Vec::new(),
        storage_barriers: HashSet::new(),
        indent: 0,
        loops: Vec::new(),
        taken: HashMap::new(),
        is_unreachable: false,
    };
    if program.has_f16() || function.has_f16() {
        writer.line(function.name.span(), "enable f16;\n");
    }
    writer.structs();
    writer.constants();
    for helper in &program.functions {
        writer.helper(helper);
    }
    match kernel {
        Some(kernel) => writer.kernel(kernel, function),
        None => writer.helper(function),
    }
    writer.finished()
}

impl<'a> Writer<'a> {
    fn constants(&mut self) {
        for constant in &self.program.constants {
            let name = self.names.fresh(&constant.name.to_string());
            let value = match value_of(&constant.value, &self.program.constants) {
                Some(value) => literal::integer(value, &constant.ty),
                None => self.constant_text(&constant.value),
            };
            self.line(constant.value.span, &format!("const {name} = {value};"));
            self.constants.push(name);
        }
        if !self.constants.is_empty() {
            self.text.wgsl.push('\n');
        }
    }

    fn helper(&mut self, function: &'a Function) {
        let name = self.names.fresh(&function.name.to_string());
        self.begin(function);
        // What a function declares has its names there only.
        let outside = self.names.clone();
        let mut parameters = Vec::new();
        let mut copies = Vec::new();
        for &id in &function.parameters {
            let local = &function.locals[id];
            let parameter = self.names.fresh(&local.name.to_string());
            parameters.push(format!("{parameter}: {}", local.ty.wgsl()));
            self.locals[id] = match local.kind {
                LocalKind::LetMut => {
                    let copy = self.names.fresh(&local.name.to_string());
                    copies.push(format!("var {copy} = {parameter};"));
                    copy
                }
                _ => parameter,
            };
        }
        let result = match &function.result {
            Type::Unit => String::new(),
            ty => format!(" -> {}", ty.wgsl()),
        };
        let (span, parameters) = (function.name.span(), parameters.join(", "));
        self.open(span, &format!("fn {name}({parameters}){result} {{"));
        for copy in copies {
            self.line(span, &copy);
        }
        self.body(function);
        self.close("}");
        self.text.wgsl.push('\n');
        self.names = outside;
        self.functions.push(name);
    }

    fn kernel(&mut self, kernel: &Kernel, function: &'a Function) {
        self.begin(function);
        let span = self.function.name.span();
        self.overrides(kernel);
        let structs = self.uniforms(kernel);
        self.resources(kernel);
        self.workgroup_memory(function);
        self.text.wgsl.push('\n');
        let entry = self.names.fresh(&self.function.name.to_string());
        let (arguments, indices) = self.builtins(kernel);
        let size = kernel.workgroup_size.map(|it| match it {
            Size::Known(size) => size.to_string(),
            Size::Override(id) => self.locals[id].clone(),
        });
        let size = size.join(", ");
        self.line(span, &format!("@compute @workgroup_size({size})"));
        self.open(span, &format!("fn {entry}({}) {{", arguments.join(", ")));
        for line in indices.into_iter().chain(structs) {
            self.line(span, &line);
        }
        self.body(self.function);
        self.close("}");
        self.text.entry = entry;
    }

    /// What is bound beside the scalars, in the parameters' order.
    fn resources(&mut self, kernel: &Kernel) {
        let function = self.function;
        let span = function.name.span();
        let is_bound =
            |(_, role): &&(usize, Role)| matches!(role, Role::Slice { .. } | Role::Texture(_));
        for (place, (id, _)) in kernel.roles.iter().filter(is_bound).enumerate() {
            let local = &function.locals[*id];
            let name = self.names.fresh(&local.name.to_string());
            let space = match local.kind {
                LocalKind::ReadWrite => "<storage, read_write>",
                LocalKind::Texture => "",
                _ => "<storage, read>",
            };
            let ty = match &local.ty {
                Type::Slice(element) => format!("array<{}>", self.stored(element)),
                Type::Texture(it) => it.wgsl(function.does(Operation::Load, *id)),
                other => other.wgsl(),
            };
            let binding = place + 1;
            self.line(
                span,
                &format!("@group(0) @binding({binding}) var{space} {name}: {ty};"),
            );
            self.locals[*id].clone_from(&name);
            self.text.parameters.push(name);
        }
    }

    fn overrides(&mut self, kernel: &Kernel) {
        for &id in &kernel.overrides {
            let local = &self.function.locals[id];
            let name = self.names.fresh(&local.name.to_string());
            let line = format!("override {name}: {};", local.ty.wgsl());
            self.line(local.name.span(), &line);
            self.locals[id] = name;
        }
    }

    /// The entry point's parameters, and what the kernel's own are made of.
    fn builtins(&mut self, kernel: &Kernel) -> (Vec<String>, Vec<String>) {
        let mut given: Vec<(&str, String)> = Vec::new();
        let mut arguments = Vec::new();
        let mut lines = Vec::new();
        for (id, role) in &kernel.roles {
            let Role::Builtin(builtin, dimensions) = role else {
                continue;
            };
            let (wgsl, ty) = match (builtin, dimensions) {
                (Builtin::Local, 1) => ("local_invocation_index", "u32"),
                (Builtin::Local, _) => ("local_invocation_id", "vec3<u32>"),
                (Builtin::Global, _) => ("global_invocation_id", "vec3<u32>"),
                (Builtin::Workgroup, _) => ("workgroup_id", "vec3<u32>"),
                (Builtin::WorkgroupCount, _) => ("num_workgroups", "vec3<u32>"),
                (Builtin::Lane, _) => ("subgroup_invocation_id", "u32"),
                (Builtin::SubgroupSize, _) => ("subgroup_size", "u32"),
            };
            let known = given.iter().find(|it| it.0 == wgsl).map(|it| it.1.clone());
            let variable = known.unwrap_or_else(|| {
                let variable = self.names.fresh(wgsl);
                arguments.push(format!("@builtin({wgsl}) {variable}: {ty}"));
                given.push((wgsl, variable.clone()));
                variable
            });
            let local = &self.function.locals[*id];
            let name = self.names.fresh(&local.name.to_string());
            let part = match (ty, dimensions) {
                ("u32", _) | (_, 3) => "",
                (_, 2) => ".xy",
                _ => ".x",
            };
            let keyword = if local.kind == LocalKind::LetMut {
                "var"
            } else {
                "let"
            };
            lines.push(format!("{keyword} {name} = {variable}{part};"));
            self.locals[*id] = name;
        }
        (arguments, lines)
    }

    fn begin(&mut self, function: &'a Function) {
        self.function = function;
        self.locals = vec![String::new(); function.locals.len()];
        self.most = vec![None; function.locals.len()];
        self.known = vec![false; function.locals.len()];
        self.storage_barriers = barriers::of_storage(function);
        self.is_unreachable = false;
    }

    fn finished(mut self) -> Text {
        let mut prelude = String::new();
        for (name, text) in PRELUDE {
            if self.prelude.contains(name) {
                let _ = writeln!(prelude, "{text}");
            }
        }
        prelude.push_str(&self.packing_text());
        // Declarations of a module come in any order.
        self.text.wgsl = format!("{}\n{}", self.text.wgsl.trim_end(), prelude_after(&prelude));
        self.text
    }

    /// A line of the text, unless nothing comes to it.
    fn line(&mut self, span: Span, line: &str) {
        if self.is_unreachable {
            return;
        }
        let indent = "    ".repeat(self.indent);
        self.text.places.push((self.text.wgsl.len(), span));
        let _ = writeln!(self.text.wgsl, "{indent}{line}");
    }

    fn open(&mut self, span: Span, line: &str) {
        self.line(span, line);
        self.indent += 1;
    }

    fn close(&mut self, line: &str) {
        self.indent -= 1;
        self.is_unreachable = false;
        self.line(Span::call_site(), line);
    }

    /// A variable that the author did not write.
    fn spill(&mut self, span: Span, keyword: &str, value: &str) -> String {
        let name = self.names.fresh("value");
        self.line(span, &format!("{keyword} {name} = {value};"));
        name
    }
}

fn prelude_after(prelude: &str) -> String {
    match prelude.trim_end() {
        "" => String::new(),
        prelude => format!("\n{prelude}\n"),
    }
}

/// Does WGSL write the two as one type?
fn is_same(a: &Type, b: &Type) -> bool {
    let scalar = |ty: &Type| match ty {
        Type::Scalar(Scalar::Usize) => Type::U32,
        other => other.clone(),
    };
    scalar(a) == scalar(b)
}
