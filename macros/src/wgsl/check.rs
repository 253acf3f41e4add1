//! Parses and validates a shader, as the host does before it runs it.

use naga::Module;
use naga::front::wgsl::{Frontend, Options};
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use wasi_webgpu_shader_limits::{check_functions, check_nesting};

use super::Features;
use super::declarations::{self, Declaration};
use super::diagnostic::{Diagnostic, Label};

/// More errors than this are one mistake seen from many sides.
const MAX_ERRORS: usize = 8;

/// The module that a shader's text means, or all that is wrong with it.
pub(crate) fn check(
    text: &str,
    features: Features,
) -> Result<(Module, ModuleInfo), Vec<Diagnostic>> {
    compile(text, features).map_err(|first| errors(text, features, first))
}

fn compile(text: &str, features: Features) -> Result<(Module, ModuleInfo), Diagnostic> {
    // naga's parser is recursive: deeper than this, rustc's stack would overflow.
    check_nesting(text)
        .map_err(|it| Diagnostic::at(it.to_string(), Some(it.offset..it.offset + 1)))?;
    let mut options = Options::new();
    options.capabilities = features.capabilities();
    options.parse_doc_comments = true;
    let module = Frontend::new_with_options(options)
        .parse(text)
        .map_err(|error| Diagnostic::of_parser(&error))?;
    let info = Validator::new(ValidationFlags::all(), features.capabilities())
        .validate(&module)
        .map_err(|error| Diagnostic::of_validator(&error, &module))?;
    check_functions(&module).map_err(|what| Diagnostic::at(what, None))?;
    Ok((module, info))
}

/// What is wrong with the syntax of a part of a shader, as far as naga's parser reads it.
pub(crate) fn syntax_error(text: &str) -> Option<Diagnostic> {
    let mut options = Options::new();
    options.capabilities = Capabilities::all();
    let parsed = Frontend::new_with_options(options).parse(text);
    parsed.err().map(|error| Diagnostic::of_parser(&error))
}

/// All errors, of which naga gives the first. Where it lies in one declaration, the others are
/// compiled without that one; what they miss of it is not their mistake.
fn errors(text: &str, features: Features, first: Diagnostic) -> Vec<Diagnostic> {
    let declarations = declarations::of(text);
    let mut rest = text.to_owned();
    let mut gone: Vec<&Declaration> = Vec::new();
    let mut errors = Vec::new();
    let mut next = Some(first);
    while let Some(mut error) = next.take() {
        if error.labels.is_empty() {
            error.labels.extend(culprit(&error, &rest, features));
        }
        let start = error.range().map(|range| range.start);
        let is_here = |it: &&Declaration| start.is_some_and(|start| it.range.contains(&start));
        let place = declarations.iter().find(is_here);
        if !gone.iter().any(|it| is_about(&error, it, text)) {
            add_help(&mut error, &rest, features);
            errors.push(error);
        }
        // Without a directive, such as `enable f16;`, the rest may mean something else.
        let Some(place) = place.filter(|it| it.name.is_some()) else {
            break;
        };
        if errors.len() == MAX_ERRORS || gone.iter().any(|it| it.range == place.range) {
            break;
        }
        gone.push(place);
        rest = declarations::without(&rest, place);
        next = compile(&rest, features).err();
    }
    errors.sort_by_key(|error| error.range().map(|range| range.start));
    errors
}

/// Is the error that this declaration is missing?
fn is_about(error: &Diagnostic, declaration: &Declaration, text: &str) -> bool {
    let name = declaration.name.as_ref().map(|name| &text[name.clone()]);
    name.is_some() && name == error.range().and_then(|range| text.get(range))
}

/// The declaration that is invalid, where naga does not say: without it there is no such error. One
/// that others need may be it, but only where no other is.
fn culprit(error: &Diagnostic, text: &str, features: Features) -> Option<Label> {
    let mut found = None;
    for declaration in declarations::of(text) {
        let changed = match compile(&declarations::without(text, &declaration), features) {
            Ok(_) => Some(true),
            Err(other) if other.message == error.message => None,
            Err(other) => Some(!is_about(&other, &declaration, text)),
        };
        let Some(is_sure) = changed else { continue };
        found = Some(Label {
            range: declaration.name.unwrap_or(declaration.range),
            text: String::new(),
        });
        if is_sure {
            break;
        }
    }
    found
}

/// Says which feature the shader lacks, if it is that.
fn add_help(error: &mut Diagnostic, text: &str, features: Features) {
    let lacking = features.others().find(|(_, more)| {
        compile(text, *more).map_or_else(|other| other.message != error.message, |_| true)
    });
    if let Some((name, _)) = lacking {
        error.notes.push(format!(
            "not every device has `{name}`: a shader that needs it says so to the macro, by \
             `features({name})`"
        ));
    }
}
