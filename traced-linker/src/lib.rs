//! The calls of a component's imports as [`tracing`] spans, at next to no cost while nobody looks at them.
//!
//! [`bindgen!`](::wasmtime::component::bindgen) can make such spans by itself, but those take 15 ns of each call even
//! where no subscriber wants them, of the 250 ns that a short one has. So it can be given the [`Linker`] here, in
//! place of wasmtime's: its functions look once whether any subscriber wants spans, which is a load and a branch.
//!
//! ```
//! wasmtime::component::bindgen!({
//!     inline: "package my:clock; world guest { import now: func() -> u64; }",
//!     wasmtime_crate: wasi_webgpu_traced_linker::wasmtime,
//! });
//!
//! # struct Host;
//! # impl GuestImports for Host {
//! #     fn now(&mut self) -> u64 { 1 }
//! # }
//! fn add_to_linker(linker: &mut wasmtime::component::Linker<Host>) -> wasmtime::Result<()> {
//!     wasi_webgpu_traced_linker::Linker::extend(linker, |linker| {
//!         Guest::add_to_linker::<_, wasmtime::component::HasSelf<Host>>(linker, |host| host)
//!     })
//! }
//! ```
//!
//! A call is a span `call` of level `TRACE` with its `function`, the name in the component model. In it an event
//! `call` has the `arguments`, and after them an event `return` the `result`, both by their `Debug`.
#![deny(missing_docs)]

use std::fmt::Debug;
use std::mem;
use std::ops::Deref;
use std::pin::Pin;

use ::wasmtime::component::{
    self, Accessor, ComponentNamedList, Lift, Lower, Resource, ResourceType,
};
use ::wasmtime::{Result, StoreContextMut};
use tracing::level_filters::LevelFilter;
use tracing::{Instrument as _, Span};

/// wasmtime with this linker, for `bindgen!`'s `wasmtime_crate`.
pub mod wasmtime {
    pub use ::wasmtime::*;

    /// [`wasmtime::component`](::wasmtime::component) with this linker.
    pub mod component {
        pub use super::super::{Linker, LinkerInstance};
        pub use ::wasmtime::component::*;
    }
}

/// A linker whose functions can be traced.
pub struct Linker<T: 'static>(component::Linker<T>);

impl<T> Deref for Linker<T> {
    type Target = component::Linker<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> Linker<T> {
    /// Lets `f` add to `linker`.
    ///
    /// # Errors
    ///
    /// Those of `f`.
    pub fn extend(
        linker: &mut component::Linker<T>,
        f: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let empty = component::Linker::new(linker.engine());
        let mut traceable = Self(mem::replace(linker, empty));
        let added = f(&mut traceable);
        *linker = traceable.0;
        added
    }

    /// The functions that the world itself imports.
    pub fn root(&mut self) -> LinkerInstance<'_, T> {
        LinkerInstance(self.0.root())
    }

    /// An interface of this name.
    ///
    /// # Errors
    ///
    /// Those of [`component::Linker::instance`].
    pub fn instance(&mut self, name: &str) -> Result<LinkerInstance<'_, T>> {
        Ok(LinkerInstance(self.0.instance(name)?))
    }
}

/// An interface of a [`Linker`].
pub struct LinkerInstance<'a, T: 'static>(component::LinkerInstance<'a, T>);

impl<T> LinkerInstance<'_, T> {
    /// Defines a function.
    ///
    /// # Errors
    ///
    /// Those of [`component::LinkerInstance::func_wrap`].
    pub fn func_wrap<P, R>(
        &mut self,
        name: &'static str,
        f: impl Fn(StoreContextMut<'_, T>, P) -> Result<R> + Send + Sync + 'static,
    ) -> Result<()>
    where
        P: ComponentNamedList + Lift + Debug + 'static,
        R: ComponentNamedList + Lower + Debug + 'static,
    {
        (self.0).func_wrap(name, move |store, arguments| {
            call(name, arguments, |arguments| f(store, arguments))
        })
    }

    /// Defines an asynchronous function.
    ///
    /// # Errors
    ///
    /// Those of [`component::LinkerInstance::func_wrap_concurrent`].
    pub fn func_wrap_concurrent<P, R, F>(&mut self, name: &'static str, f: F) -> Result<()>
    where
        F: Fn(&Accessor<T>, P) -> Pin<Box<dyn Future<Output = Result<R>> + Send + '_>>,
        F: Send + Sync + 'static,
        P: ComponentNamedList + Lift + Debug + 'static,
        R: ComponentNamedList + Lower + Debug + 'static,
    {
        self.0
            .func_wrap_concurrent(name, move |accessor, arguments| {
                if !is_on() {
                    return f(accessor, arguments);
                }
                let shown = format!("{arguments:?}");
                let answer = f(accessor, arguments);
                let traced = async move {
                    tracing::trace!(arguments = %shown, "call");
                    let result = answer.await;
                    tracing::trace!(?result, "return");
                    result
                };
                Box::pin(traced.instrument(span(name)))
            })
    }

    /// Defines a resource, whose destructor is traced as `[resource-drop]name`.
    ///
    /// # Errors
    ///
    /// Those of [`component::LinkerInstance::resource`].
    pub fn resource(
        &mut self,
        name: &str,
        ty: ResourceType,
        drop: impl Fn(StoreContextMut<'_, T>, u32) -> Result<()> + Send + Sync + 'static,
    ) -> Result<()> {
        let function = format!("[resource-drop]{name}");
        self.0.resource(name, ty, move |store, rep| {
            let this = Resource::<()>::new_own(rep);
            call(&function, (this,), |(this,)| drop(store, this.rep()))
        })
    }
}

/// Does what a guest asked for by calling `function`: for functions that are linked in another way, because their
/// arguments are not to be shown whole for instance.
///
/// # Errors
///
/// Those of `f`.
#[inline]
pub fn call<A: Debug, R: Debug>(
    function: &str,
    arguments: A,
    f: impl FnOnce(A) -> Result<R>,
) -> Result<R> {
    if is_on() {
        traced(function, arguments, f)
    } else {
        f(arguments)
    }
}

#[cold]
#[inline(never)]
fn traced<A: Debug, R: Debug>(
    function: &str,
    arguments: A,
    f: impl FnOnce(A) -> Result<R>,
) -> Result<R> {
    let span = span(function);
    let _entered = span.enter();
    tracing::trace!(?arguments, "call");
    let result = f(arguments);
    tracing::trace!(?result, "return");
    result
}

/// Whether anybody may want to see the calls.
#[inline]
fn is_on() -> bool {
    LevelFilter::current() == LevelFilter::TRACE
}

fn span(function: &str) -> Span {
    tracing::trace_span!("call", function)
}
