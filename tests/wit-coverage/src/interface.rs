//! The interface: its functions, and its text with some of them only.

use std::collections::BTreeSet;
use std::path::Path;

use wit_component::WitPrinter;
use wit_parser::{PackageId, Resolve};

use crate::Result;

/// Where the interface is, in the workspace and in copies of it.
pub(crate) const FILE: &str = "wit/deps/wasi-webgpu-0.3.0-rc.2/package.wit";

/// What stands for the resource of a function that has none.
const FREESTANDING: &str = "(no resource)";

pub(crate) struct Interface {
    resolve: Resolve,
    package: PackageId,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Function {
    /// The name in the component model's terms: `[method]gpu-buffer.size`.
    pub(crate) key: String,
    pub(crate) resource: String,
    pub(crate) name: String,
}

impl Interface {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut resolve = Resolve::default();
        let package = resolve.push_file(root.join(FILE))?;
        Ok(Self { resolve, package })
    }

    /// All functions, in the order of the text: those of a resource follow each other.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let interfaces = self.resolve.packages[self.package].interfaces.values();
        let functions = interfaces.flat_map(|id| &self.resolve.interfaces[*id].functions);
        let functions = functions.map(|(key, function)| {
            let resource = function.kind.resource();
            let resource = resource.and_then(|id| self.resolve.types[id].name.as_deref());
            Function {
                key: key.clone(),
                resource: resource.unwrap_or(FREESTANDING).to_owned(),
                name: function.item_name().to_owned(),
            }
        });
        functions.collect()
    }

    /// The text of the interface with all its types, and these functions only.
    pub(crate) fn print(&self, functions: &BTreeSet<&Function>) -> Result<String> {
        let mut resolve = self.resolve.clone();
        for id in self.resolve.packages[self.package].interfaces.values() {
            let kept = |key: &String| functions.iter().any(|f| f.key == *key);
            resolve.interfaces[*id].functions.retain(|key, _| kept(key));
        }
        let mut printer = WitPrinter::default();
        printer.print(&resolve, self.package, &[])?;
        Ok(printer.output.to_string())
    }
}

impl Function {
    /// Whether the compiler's message is that this function is not there: it quotes a name that is
    /// unknown and, if the function is a resource's, the type that lacks it.
    pub(crate) fn is_missed_by(&self, message: &str) -> bool {
        let mut quoted = message.split('`').skip(1).step_by(2);
        // A missing `count` is taken for the method of iterators, which the resource is not.
        let name = match message.contains("is not an iterator") {
            true => Some("count"),
            false => quoted.next(),
        };
        let Some(name) = name else {
            return false;
        };
        let ours = match self.name.as_str() {
            "constructor" => "new",
            name => name,
        };
        if !same(name, ours) {
            return false;
        }
        let place = quoted.next().unwrap_or_default();
        let place = place.rsplit([':', '&', ' ']).next().unwrap_or_default();
        self.resource == FREESTANDING || same(place, &self.resource)
    }
}

/// Whether a Rust name is what the bindings make of a name in the interface: `type_` of `type`,
/// `GpuError` of `gpu-error`.
fn same(rust: &str, wit: &str) -> bool {
    let letters = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    letters(rust) == letters(wit)
}

#[cfg(test)]
mod tests {
    use super::Function;

    #[test]
    fn a_message_names_the_function_that_is_not_there() {
        let function = |resource: &str, name: &str| Function {
            key: String::new(),
            resource: resource.to_owned(),
            name: name.to_owned(),
        };
        let message = "sdk/src/api/buffer.rs:9:30: error[E0599]: no method named `map_async` found \
                       for reference `&GpuBuffer` in the current scope";
        assert!(function("gpu-buffer", "map-async").is_missed_by(message));
        assert!(!function("gpu-buffer", "map-state").is_missed_by(message));
        assert!(!function("gpu-texture", "map-async").is_missed_by(message));
        let message = "sdk/src/api/query_set.rs:9:30: error[E0599]: `raw::GpuQuerySet` is not an \
                       iterator: `raw::GpuQuerySet` is not an iterator";
        assert!(function("gpu-query-set", "count").is_missed_by(message));
        let message = "sdk/src/api/instance.rs:1:1: error[E0425]: cannot find function `get_gpu` in \
                       module `raw`";
        assert!(function("(no resource)", "get-gpu").is_missed_by(message));
        let message = "sdk/src/convert/limits.rs:1:1: error[E0599]: no associated function or \
                       constant named `new` found for struct `raw::RecordOptionGpuSize64` in the \
                       current scope";
        assert!(function("record-option-gpu-size64", "constructor").is_missed_by(message));
    }
}
