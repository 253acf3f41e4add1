//! What is written to a view goes to the host when the view is dropped, and not later.

use wasi_webgpu::{Buffer, MapRangeError};

fn write(buffer: &Buffer) -> Result<(), MapRangeError> {
    let mut view = buffer.get_mapped_range_mut(..)?;
    drop(view);
    buffer.unmap();
    view.copy_from_slice(&[0; 4]);
    Ok(())
}

fn main() {}
