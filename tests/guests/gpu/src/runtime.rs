//! Tasks, and futures that wait for the GPU together.

use std::{
    cell::Cell,
    rc::Rc,
    sync::{Arc, Mutex},
};

use futures::{StreamExt as _, channel::oneshot, future::join_all, stream};
use wasi_webgpu as wgpu;

use crate::gpu::Gpu;

#[wasi_webgpu::test]
async fn many_read_backs_finish_in_any_order() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let buffers: Vec<_> = (0..50)
        .map(|n| gpu.storage("one of many", &[n; 300]))
        .collect();
    let all = join_all(buffers.iter().map(|buffer| gpu.read(buffer))).await;
    for (n, data) in (0..).zip(all) {
        assert_eq!(data?, [n; 300]);
    }
    let sum: u64 = stream::iter(&buffers)
        .map(|buffer| gpu.read(buffer))
        .buffer_unordered(8)
        .map(|data| u64::from(data.map_or(0, |data| data[0])))
        .fold(0, |sum, n| async move { sum + n })
        .await;
    assert_eq!(sum, (0..50).sum::<u64>());
    Ok(())
}

#[wasi_webgpu::test]
async fn a_spawned_task_runs_beside() -> wgpu::Result<()> {
    let gpu = Rc::new(Gpu::new().await?);
    let (sender, receiver) = oneshot::channel();
    let task = wgpu::spawn({
        let gpu = gpu.clone();
        async move {
            let buffer = gpu.storage("task", &[3, 4]);
            let data = gpu.read(&buffer).await;
            // The task that spawned this one waits for it, and for a task of its own.
            let inner = wgpu::spawn(async move { sender.send(5) });
            inner.await.expect("the receiver waits");
            data
        }
    });
    assert_eq!(receiver.await, Ok(5));
    assert_eq!(task.await?, [3, 4]);
    Ok(())
}

#[wasi_webgpu::test]
fn tasks_end_with_their_block_on() {
    struct Dropped(Rc<Cell<bool>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let dropped = Rc::new(Cell::new(false));
    let guard = Dropped(dropped.clone());
    wgpu::block_on(async {
        drop(wgpu::spawn(async move {
            let _guard = guard;
            std::future::pending::<()>().await;
        }));
    });
    assert!(dropped.get());
    // A second one works.
    assert_eq!(wgpu::block_on(async { wgpu::spawn(async { 1 }).await }), 1);
}

#[wasi_webgpu::test]
fn block_on_borrows_and_blocks_again() {
    let mut text = String::from("a");
    let borrowed = wgpu::block_on(async {
        let gpu = Gpu::new().await.expect("a GPU");
        let buffer = gpu.storage("nested", &[1]);
        // Nested, while the outer one runs.
        let data = wgpu::block_on(gpu.read(&buffer)).expect("data");
        text.push_str(&format!("{data:?}"));
        &text
    });
    assert_eq!(borrowed, "a[1]");
}

#[wasi_webgpu::test]
#[should_panic(expected = "index out of bounds: the len is 2 but the index is 5")]
async fn a_panic_that_should_be() {
    let gpu = Gpu::new().await.expect("a GPU");
    let data = gpu.read(&gpu.storage("two", &[1, 2])).await.expect("data");
    let index = data.len() + 3;
    assert_eq!(data[index], 0);
}

/// The loss is seen at once, and the program does not wait after it: the callback runs all the same.
#[wasi_webgpu::test]
fn the_callback_of_a_loss_runs_before_the_end() -> wgpu::Result<()> {
    let reasons = Arc::new(Mutex::new(Vec::new()));
    let seen = reasons.clone();
    wgpu::block_on(async {
        let gpu = Gpu::new().await?;
        gpu.device.set_device_lost_callback(move |reason, message| {
            seen.lock().unwrap().push((reason, message));
        });
        gpu.device.destroy();
        gpu.device.lost().await;
        Ok::<(), wgpu::Error>(())
    })?;
    let reasons = reasons.lock().unwrap();
    assert!(
        matches!(reasons[..], [(wgpu::DeviceLostReason::Destroyed, _)]),
        "{reasons:?}"
    );
    Ok(())
}
