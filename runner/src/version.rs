//! What `--version` says.

use std::sync::LazyLock;

/// The versions of this program, of the interface, and of what does the work. Those of dependencies are
/// the ones that it was built with.
pub(crate) static TEXT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{}\n{}\nwgpu-core {}, naga {}, wasmtime {}",
        env!("CARGO_PKG_VERSION"),
        wasi_webgpu_host::PACKAGE,
        env!("VERSION_OF_WGPU_CORE"),
        env!("VERSION_OF_NAGA"),
        env!("VERSION_OF_WASMTIME"),
    )
});
