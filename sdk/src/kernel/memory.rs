use std::{
    cell::Cell,
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// Elements that several invocations read and write, one invocation at a time: what a `&mut [T]` and
/// workgroup memory are on the CPU, in a kernel that has barriers.
pub struct Shared<'a, T>(&'a [Cell<T>]);

impl<T> Clone for Shared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<'_, T> {}

impl<T> fmt::Debug for Shared<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("len", &self.0.len())
            .finish()
    }
}

impl<'a, T: Copy> Shared<'a, T> {
    /// These elements.
    pub fn new(elements: &'a mut [T]) -> Self {
        Self(Cell::from_mut(elements).as_slice_of_cells())
    }

    /// How many elements.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// An element.
    ///
    /// # Panics
    /// Where the index is out of range, as slices do.
    #[track_caller]
    pub fn get(self, index: usize) -> T {
        self.0[index].get()
    }

    /// Changes an element.
    ///
    /// # Panics
    /// Where the index is out of range, as slices do.
    #[track_caller]
    pub fn update(self, index: usize, change: impl FnOnce(&mut T)) {
        let cell = &self.0[index];
        let mut element = cell.get();
        change(&mut element);
        cell.set(element);
    }
}

/// Waits until all invocations of the workgroup are here. What they wrote before it, in workgroup memory
/// and in buffers, they see after it.
///
/// It stands in a kernel, where all invocations of a workgroup come to it: not after a `return` or in an
/// `if` of some of them.
///
/// Source: [WGSL, 17.11. Synchronization Built-in Functions](https://www.w3.org/TR/WGSL/#sync-builtin-functions)
pub fn barrier() -> Barrier {
    Barrier { is_reached: false }
}

/// What [`barrier`] gives, for the CPU.
#[derive(Debug)]
#[must_use = "it is for kernels"]
pub struct Barrier {
    is_reached: bool,
}

impl Barrier {
    /// Itself: so that nothing else is taken for a barrier.
    #[doc(hidden)]
    pub fn wait(self) -> Self {
        self
    }
}

/// What workgroup memory has, the same for all invocations of the workgroup: there is a barrier before and
/// one after it, which order workgroup memory; for buffers and textures there is [`barrier`]. So a condition on it is one that all or none meet, and may have a [`barrier`] within.
///
/// It stands in a kernel, as a [`barrier`] does, and its argument is a variable with `#[workgroup]` or an
/// element of one.
///
/// Source: [WGSL, 17.11. Synchronization Built-in Functions](https://www.w3.org/TR/WGSL/#sync-builtin-functions)
pub fn workgroup_uniform_load<T>(value: T) -> UniformLoad<T> {
    UniformLoad(value)
}

/// What [`workgroup_uniform_load`] gives, for the CPU.
#[derive(Debug)]
#[must_use = "it is for kernels"]
pub struct UniformLoad<T>(T);

impl<T> UniformLoad<T> {
    /// What was loaded.
    #[doc(hidden)]
    pub fn value(self) -> T {
        self.0
    }
}

/// Ready when it is polled for the second time, after all others were for the first.
impl Future for Barrier {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match std::mem::replace(&mut self.is_reached, true) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}
