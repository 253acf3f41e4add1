//! Buffers: creation, mapping, destruction.

use futures::future::join;
use wasi_webgpu::raw::{
    self, GpuBufferMapState as State, GpuBufferUsage as Usage, GpuMapMode as Mode,
    MapAsyncErrorKind as MapError,
};

use crate::checks::Checks;
use crate::gpu::Gpu;

macro_rules! failed {
    ($mapped:expr, $kind:ident) => {
        matches!(
            $mapped,
            Err(raw::MapAsyncError {
                kind: MapError::$kind,
                ..
            })
        )
    };
}

#[wasi_webgpu::test]
async fn creation() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let limit = gpu.device.limits().max_buffer_size();
    for (what, size, usage) in [
        ("no usage", 16, Usage::empty()),
        ("map-read and storage", 16, Usage::MAP_READ | Usage::STORAGE),
        (
            "map-write and copy-dst",
            16,
            Usage::MAP_WRITE | Usage::COPY_DST,
        ),
        (
            "map-read and map-write",
            16,
            Usage::MAP_READ | Usage::MAP_WRITE,
        ),
        ("all usages", 16, Usage::all()),
        ("1 byte over the limit", limit + 1, Usage::STORAGE),
        ("2^63 bytes", 1 << 63, Usage::STORAGE),
        ("u64::MAX bytes", u64::MAX, Usage::STORAGE),
        ("u64::MAX - 3 bytes", u64::MAX - 3, Usage::STORAGE),
    ] {
        let buffer = checks.invalid(what, || gpu.buffer(size, usage)).await;
        checks.holds("size", buffer.size() == size);
        checks.holds("usage", buffer.usage() == usage);
        checks
            .invalid(what, || {
                let encoder = gpu.encoder();
                encoder.clear_buffer(&buffer, None, None);
                encoder.finish(None)
            })
            .await;
    }
    for (what, size, usage) in [
        ("no bytes", 0, Usage::STORAGE),
        ("1 byte", 1, Usage::STORAGE),
        ("an odd size", 4097, Usage::UNIFORM | Usage::COPY_DST),
        ("no bytes to map", 0, Usage::MAP_READ),
    ] {
        checks.fine(what, || gpu.buffer(size, usage)).await;
    }
    checks
        .large("as much as the limit", || gpu.buffer(limit, Usage::STORAGE))
        .await;
    for size in [1, 2, 3, 4097] {
        checks
            .invalid("mapped, and no multiple of 4", || {
                gpu.mapped_buffer(size, Usage::COPY_SRC)
            })
            .await;
    }
    checks
        .fine("mapped, and empty", || {
            gpu.mapped_buffer(0, Usage::COPY_SRC)
        })
        .await;
    checks
        .refused("mapped, and too large", || {
            gpu.mapped_buffer(u64::MAX - 3, Usage::COPY_SRC)
        })
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn mapping_checks_its_arguments() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    for (what, mode, offset, size) in [
        ("no mode", Mode::empty(), None, None),
        ("two modes", Mode::READ | Mode::WRITE, None, None),
        ("the wrong mode", Mode::WRITE, None, None),
        (
            "an offset that is no multiple of 8",
            Mode::READ,
            Some(4),
            None,
        ),
        ("a size that is no multiple of 4", Mode::READ, None, Some(2)),
        ("too far", Mode::READ, Some(72), None),
        ("too long", Mode::READ, None, Some(68)),
        ("too long from there", Mode::READ, Some(8), Some(64)),
        (
            "a sum that overflows",
            Mode::READ,
            Some(u64::MAX - 7),
            Some(16),
        ),
        ("all of u64", Mode::READ, None, Some(u64::MAX - 3)),
        ("the last offset", Mode::READ, Some(u64::MAX - 7), None),
    ] {
        let mapped = checks
            .invalid_wait(what, buffer.map_async(mode, offset, size))
            .await;
        checks.holds(
            &format!("{what}: {mapped:?}"),
            failed!(mapped, OperationError),
        );
        checks.holds("map-state", buffer.map_state() == State::Unmapped);
    }
    checks.end();
}

#[wasi_webgpu::test]
async fn a_buffer_is_mapped_once_at_a_time() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::MAP_WRITE | Usage::COPY_SRC);
    let (first, second) = join(
        buffer.map_async(Mode::WRITE, None, None),
        checks.invalid_wait(
            "while the first is pending",
            buffer.map_async(Mode::WRITE, None, None),
        ),
    )
    .await;
    checks.holds("the first", first.is_ok());
    checks.holds("the second", failed!(second, OperationError));
    checks.holds("mapped", buffer.map_state() == State::Mapped);
    let third = checks
        .invalid_wait(
            "when it is mapped",
            buffer.map_async(Mode::WRITE, None, None),
        )
        .await;
    checks.holds("the third", failed!(third, OperationError));
    checks
        .fine("unmap", || buffer.unmap())
        .await
        .expect("no error");
    checks.holds("unmapped", buffer.map_state() == State::Unmapped);
    for _ in 0..3 {
        checks
            .fine("unmap what is unmapped", || buffer.unmap())
            .await
            .expect("no error");
    }
    let again = checks
        .fine_wait("again", buffer.map_async(Mode::WRITE, None, None))
        .await;
    checks.holds("again", again.is_ok());
    let created = checks
        .fine("mapped at creation", || {
            gpu.mapped_buffer(64, Usage::STORAGE)
        })
        .await;
    let mapped = checks
        .invalid_wait(
            "map what is mapped",
            created.map_async(Mode::WRITE, None, None),
        )
        .await;
    checks.holds("mapped at creation", failed!(mapped, OperationError));
    checks.end();
}

#[wasi_webgpu::test]
async fn unmap_and_destroy_abort_a_mapping() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    type End = fn(&raw::GpuBuffer);
    let ends: [(&str, End); 2] = [
        ("unmap", |buffer| buffer.unmap().expect("no error")),
        ("destroy", |buffer| buffer.destroy()),
    ];
    for (what, end) in ends {
        let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
        let mapping = buffer.map_async(Mode::READ, None, None);
        let both = join(mapping, async { end(&buffer) });
        let (mapped, ()) = checks.fine_wait(what, both).await;
        checks.holds(&format!("{what}: {mapped:?}"), failed!(mapped, AbortError));
        checks.holds("unmapped", buffer.map_state() == State::Unmapped);
    }
    let buffer = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    let aborted = buffer.map_async(Mode::READ, None, None);
    let again = async {
        buffer.unmap().expect("no error");
        let mapping = buffer.map_async(Mode::READ, None, None);
        let pending = async { buffer.map_state() == State::Pending };
        join(mapping, pending).await
    };
    let (aborted, (mapped, pending)) = checks.fine_wait("again", join(aborted, again)).await;
    checks.holds(&format!("{aborted:?}"), failed!(aborted, AbortError));
    checks.holds(&format!("the next: {mapped:?}"), mapped.is_ok() && pending);
    checks.holds("mapped", buffer.map_state() == State::Mapped);
    checks.end();
}

#[wasi_webgpu::test]
async fn a_destroyed_buffer_stays_destroyed() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let read = Usage::MAP_READ | Usage::COPY_DST;
    let buffer = gpu.buffer(64, read);
    for _ in 0..3 {
        checks.fine("destroy", || buffer.destroy()).await;
    }
    checks
        .fine("unmap", || buffer.unmap())
        .await
        .expect("no error");
    let mapped = checks
        .invalid_wait("map-async", buffer.map_async(Mode::READ, None, None))
        .await;
    checks.holds(&format!("{mapped:?}"), failed!(mapped, OperationError));
    let range = buffer.get_mapped_range_get_with_copy(None, None);
    checks.holds("no range", range.is_err());
    let written = checks
        .invalid("write-buffer", || {
            (gpu.queue).write_buffer_with_copy(&buffer, 0, &[0; 4], None, None)
        })
        .await;
    checks.holds("an error of the device, not of the call", written.is_ok());
    let commands = checks
        .fine("recording its use", || {
            let encoder = gpu.encoder();
            encoder.clear_buffer(&buffer, None, None);
            encoder.finish(None)
        })
        .await;
    checks
        .invalid("submitting its use", || gpu.queue.submit(&[&commands]))
        .await;

    let mapped = gpu.mapped_buffer(64, Usage::COPY_SRC);
    checks
        .fine("destroy what is mapped", || mapped.destroy())
        .await;
    checks.holds("unmapped", mapped.map_state() == State::Unmapped);
    checks.holds(
        "its range is gone",
        mapped.get_mapped_range_get_with_copy(None, None).is_err(),
    );
    checks.end();
}

#[wasi_webgpu::test]
async fn mapped_ranges_are_checked() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::MAP_WRITE | Usage::COPY_SRC);
    checks.holds(
        "not mapped",
        buffer.get_mapped_range_get_with_copy(None, None).is_err(),
    );
    checks.holds(
        "not mapped",
        buffer
            .get_mapped_range_set_with_copy(&[0; 4], None, None)
            .is_err(),
    );
    buffer
        .map_async(Mode::WRITE, Some(16), Some(32))
        .await
        .expect("a mapping");
    for (what, offset, size) in [
        ("before the mapping", Some(8), Some(8)),
        ("from before into it", Some(8), Some(16)),
        ("without an offset", None, None),
        ("beyond it", Some(48), Some(8)),
        ("from in it to beyond", Some(40), Some(16)),
        ("an offset that is no multiple of 8", Some(20), Some(4)),
        ("a size that is no multiple of 4", Some(16), Some(2)),
        ("a sum that overflows", Some(u64::MAX - 7), Some(16)),
        ("the largest size", Some(16), Some(u64::MAX - 3)),
        ("the largest offset", Some(u64::MAX - 7), None),
        ("both", Some(u64::MAX), Some(u64::MAX)),
    ] {
        let got = buffer.get_mapped_range_get_with_copy(offset, size);
        checks.holds(
            what,
            matches!(
                got,
                Err(raw::GetMappedRangeError {
                    kind: raw::GetMappedRangeErrorKind::OperationError,
                    ..
                })
            ),
        );
        let set = buffer.get_mapped_range_set_with_copy(&[], offset, size);
        checks.holds(what, set.is_err());
    }
    let set = |data: &[u8], offset, size| buffer.get_mapped_range_set_with_copy(data, offset, size);
    checks.holds(
        "longer than the range",
        set(&[1; 9], Some(16), Some(8)).is_err(),
    );
    checks.holds(
        "longer than the mapping",
        set(&[1; 40], Some(16), Some(32)).is_err(),
    );
    checks.holds("inside", set(&[1; 8], Some(16), Some(8)).is_ok());
    checks.holds("overlapping", set(&[2; 8], Some(16), Some(32)).is_ok());
    let got = buffer
        .get_mapped_range_get_with_copy(Some(16), Some(12))
        .expect("a range");
    checks.holds(
        "what was written is read",
        got == [2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0],
    );
    buffer.unmap().expect("no error");
    checks.holds("after unmap", set(&[1; 8], Some(16), Some(8)).is_err());

    let read = gpu.buffer(64, Usage::MAP_READ | Usage::COPY_DST);
    read.map_async(Mode::READ, None, None)
        .await
        .expect("a mapping");
    let written = read.get_mapped_range_set_with_copy(&[1; 4], None, None);
    checks.holds("mapped for reading", written.is_err());
    checks.end();
}

#[wasi_webgpu::test]
async fn the_queue_does_not_touch_a_mapped_buffer() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::MAP_WRITE | Usage::COPY_SRC);
    let target = gpu.buffer(64, Usage::COPY_DST);
    let copy = || {
        let encoder = gpu.encoder();
        encoder.copy_buffer_to_buffer(&buffer, None, &target, None, None);
        encoder.finish(None)
    };
    let commands = checks.fine("record", copy).await;
    buffer
        .map_async(Mode::WRITE, None, None)
        .await
        .expect("a mapping");
    checks
        .invalid("submit while mapped", || gpu.queue.submit(&[&commands]))
        .await;
    let commands = checks.fine("record while mapped", copy).await;
    buffer.unmap().expect("no error");
    checks
        .fine("submit after unmap", || gpu.queue.submit(&[&commands]))
        .await;

    let commands = copy();
    let mapping = buffer.map_async(Mode::WRITE, None, None);
    let submit = checks.invalid("submit while pending", || gpu.queue.submit(&[&commands]));
    let (mapped, ()) = join(mapping, submit).await;
    checks.holds("the mapping", mapped.is_ok());

    let created = gpu.mapped_buffer(64, Usage::COPY_DST);
    let written = checks.invalid("write while mapped", || {
        gpu.queue
            .write_buffer_with_copy(&created, 0, &[0; 4], None, None)
    });
    checks_ok(written.await);
    checks.end();
}

#[track_caller]
fn checks_ok(written: Result<(), raw::WriteBufferError>) {
    written.expect("what is wrong with the buffer is an error of the device");
}

#[wasi_webgpu::test]
async fn writes_are_checked() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::COPY_DST);
    let source = gpu.buffer(64, Usage::COPY_SRC);
    let data = [7; 68];
    let write = |buffer, offset, data: &[u8], start, size| {
        (gpu.queue).write_buffer_with_copy(buffer, offset, data, start, size)
    };
    for (what, buffer, offset, start, size) in [
        ("without copy-dst", &source, 0, None, Some(4)),
        (
            "an offset that is no multiple of 4",
            &buffer,
            2,
            None,
            Some(4),
        ),
        ("more than there is room", &buffer, 0, None, None),
        ("over the end", &buffer, 64, None, Some(4)),
        ("an offset beyond", &buffer, 1 << 40, None, Some(4)),
        ("a sum that overflows", &buffer, u64::MAX - 3, None, Some(4)),
    ] {
        let written = checks
            .invalid(what, || write(buffer, offset, &data, start, size))
            .await;
        checks.holds(what, written.is_ok());
    }
    for (what, start, size) in [
        ("a size that is no multiple of 4", None, Some(3)),
        ("the rest is no multiple of 4", Some(1), None),
        ("more than the data", None, Some(72)),
        ("from beyond the data", Some(69), None),
        ("from far beyond", Some(u64::MAX), Some(4)),
        ("a sum that overflows", Some(u64::MAX - 3), Some(8)),
        ("the largest size", Some(4), Some(u64::MAX - 3)),
    ] {
        let written = checks
            .fine(what, || write(&buffer, 0, &data, start, size))
            .await;
        checks.holds(what, written.is_err());
    }
    for (what, offset, start, size) in [
        ("nothing", 0, Some(0), Some(0)),
        ("nothing at the end", 64, Some(68), None),
        ("everything", 0, Some(4), None),
    ] {
        let written = checks
            .fine(what, || write(&buffer, offset, &data, start, size))
            .await;
        checks.holds(what, written.is_ok());
    }
    checks.end();
}
