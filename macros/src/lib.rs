//! The macros of the crate `wasi-webgpu`, which re-exports them. Use them from there.

#![deny(missing_docs)]

mod entry;
mod export;
mod kernel;
mod typed;
mod wgsl;

use proc_macro::TokenStream;

/// Makes a function the program's `main`, which may be `async` and may wait for the GPU.
///
/// The function takes no arguments and returns what any `main` may return. The component gets,
/// beside the entry point of every program (`wasi:cli/run@0.2`), one with an asynchronous type
/// (`wasi:cli/run@0.3`), which the component model lets wait; a host calls that one.
///
/// ```no_run
/// #[wasi_webgpu::main]
/// async fn main() -> wasi_webgpu::Result<()> {
///     let adapter = wasi_webgpu::Instance::default()
///         .request_adapter(&Default::default())
///         .await?;
///     println!("{}", adapter.get_info().name);
///     Ok(())
/// }
/// ```
///
/// Where the crate `wasi-webgpu` has another name, say so: `#[gpu::main(crate = gpu)]`.
///
/// For other targets than `wasm32-wasip2` the program compiles, but only says that it is a
/// component.
#[proc_macro_attribute]
pub fn main(attribute: TokenStream, function: TokenStream) -> TokenStream {
    entry::main(attribute.into(), function.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Makes a function a test, which may be `async` and may wait for the GPU.
///
/// `cargo test --target wasm32-wasip2` runs it through the runner `wasi-webgpu-run`, in an
/// instance of its own, so that a test that fails ends no other test. `#[should_panic]` (with
/// `expected`) and `#[ignore]` mean what they mean on any test; on `wasm32` only the runner can
/// see a panic, and the standard test harness alone ignores tests that should.
///
/// ```no_run
/// # fn double(x: u32) -> u32 { 2 * x }
/// #[wasi_webgpu::test]
/// async fn doubles() -> wasi_webgpu::Result<()> {
///     assert_eq!(double(21), 42);
///     Ok(())
/// }
/// ```
///
/// For other targets than `wasm32-wasip2` the test is ignored.
#[proc_macro_attribute]
pub fn test(attribute: TokenStream, function: TokenStream) -> TokenStream {
    entry::test(attribute.into(), function.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// What `wasi_webgpu::include_wgsl!` expands to, after the path of the crate.
#[proc_macro]
#[doc(hidden)]
pub fn include_wgsl(input: TokenStream) -> TokenStream {
    wgsl::include(input.into()).into()
}

/// What `wasi_webgpu::wgsl!` expands to, after the path of the crate.
#[proc_macro]
#[doc(hidden)]
pub fn wgsl(input: TokenStream) -> TokenStream {
    wgsl::inline(input.into()).into()
}

/// What a macro of `#[gpu]` expands to.
#[proc_macro]
#[doc(hidden)]
pub fn gpu_next(input: TokenStream) -> TokenStream {
    kernel::next(input.into()).into()
}

/// Makes a function a compute kernel: WGSL for the GPU, and the same body for the CPU.
///
/// `workgroup_size` is a number, or two or three. The parameters are what an invocation knows of its
/// place ([`GlobalIndex`] and the like), scalars and structs, slices, textures and samplers; `const`
/// parameters are override constants. `fn name` becomes `name::launch`, `name::cpu` and `name::WGSL`.
///
/// ```
/// use wasi_webgpu::{kernel, kernel::GlobalIndex};
///
/// #[kernel(workgroup_size = 64)]
/// fn double(i: GlobalIndex, numbers: &mut [u32]) {
///     if i < numbers.len() {
///         numbers[i] *= 2;
///     }
/// }
///
/// let mut numbers = [1, 2, 3];
/// double::cpu(&mut numbers).dispatch_for(3);
/// assert_eq!(numbers, [2, 4, 6]);
/// assert!(double::WGSL.contains("numbers[i] *= 2u;"));
/// ```
///
/// What the language is, see the chapter "Kernels in Rust" of the documentation. What only some devices
/// have is named: `#[kernel(workgroup_size = 64, features(subgroups))]`. Where the crate
/// `wasi-webgpu` has another name, say so: `#[kernel(workgroup_size = 64, crate = gpu)]`.
///
/// [`GlobalIndex`]: https://docs.rs/wasi-webgpu/latest/wasi_webgpu/kernel/type.GlobalIndex.html
#[proc_macro_attribute]
pub fn kernel(arguments: TokenStream, function: TokenStream) -> TokenStream {
    kernel::kernel(arguments.into(), function.into()).into()
}

/// Makes a function, or a constant, one that kernels use, in whatever module of the crate they are, and in
/// other crates if it is `pub`.
///
/// It stays an ordinary item. Its integers wrap, as those of WGSL do.
///
/// ```
/// use wasi_webgpu::gpu;
///
/// #[gpu]
/// const PRIME: u32 = 16_777_619;
///
/// #[gpu]
/// fn hash(x: u32) -> u32 {
///     (x ^ 2_166_136_261) * PRIME
/// }
///
/// assert_eq!(hash(5), (5 ^ 2_166_136_261_u32).wrapping_mul(PRIME));
/// ```
#[proc_macro_attribute]
pub fn gpu(arguments: TokenStream, item: TokenStream) -> TokenStream {
    kernel::gpu(arguments.into(), item.into()).into()
}

/// Makes a struct one of which kernels have values: see the trait `GpuType`.
///
/// ```
/// use wasi_webgpu::{GpuType, kernel::Vec3};
///
/// #[derive(Clone, Copy, GpuType)]
/// #[repr(C)]
/// struct Ray {
///     from: Vec3,
///     towards: Vec3,
/// }
/// ```
#[proc_macro_derive(GpuType, attributes(gpu_type))]
pub fn gpu_type(item: TokenStream) -> TokenStream {
    kernel::gpu_type(item.into()).into()
}
