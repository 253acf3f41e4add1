//! The language of calls: what a string of bytes says. Numbers are such that calls are right more often
//! than not, and otherwise at the edges.

use arbitrary::{Arbitrary, Result, Unstructured};

/// Chooses one of the objects of a kind: one of the newest, or any.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Pick(u8);

impl Pick {
    pub(crate) fn of(self, len: usize) -> Option<usize> {
        let number = usize::from(self.0);
        let back = if number < 192 { number % 3 } else { number };
        (len > 0).then(|| len - 1 - back % len)
    }

    /// True for one in 16.
    pub(crate) fn is_rare(self) -> bool {
        self.0 >= 240
    }

    /// One of `table`.
    pub(crate) fn from<T: Clone>(self, table: &[T]) -> T {
        table[usize::from(self.0) % table.len()].clone()
    }
}

macro_rules! edges {
    ($(#[$doc:meta])* $name:ident($type:ty): $usual:expr, $edges:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name(pub(crate) $type);

        impl<'a> Arbitrary<'a> for $name {
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                let usual = bytes.ratio(7, 8)?;
                let number = if usual { bytes.choose(&$usual)? } else { bytes.choose(&$edges)? };
                Ok(Self(*number))
            }
        }
    };
}

edges! {
    /// A size or an offset in bytes.
    Bytes(u64): [0, 4, 8, 16, 64, 256, 512, 1024, 4096],
    [1, 2, 3, 5, 255, 4092, 4100, 65_536, 1 << 20, 1 << 31, 1 << 32, 1 << 40, u64::MAX - 255, u64::MAX - 7, u64::MAX - 3, u64::MAX]
}
edges! {
    /// An extent, a coordinate, a count or an index.
    Count(u32): [0, 1, 2, 3, 4, 8, 16],
    [5, 7, 17, 255, 256, 4096, 16_384, 65_535, 65_536, 1 << 31, u32::MAX - 255, u32::MAX - 3, u32::MAX - 1, u32::MAX]
}
edges! {
    /// A count of what the GPU has to do, which must come to an end.
    Work(u32): [0, 1, 2, 3], [4, 16, 64]
}
edges! {
    /// A coordinate, a depth, a colour or a level of detail.
    Real(f32): [0.0, 0.25, 0.5, 1.0, 4.0, 16.0],
    [-0.0, -1.0, 17.0, 1e9, -1e9, 1e-40, f32::MAX, f32::MIN, f32::INFINITY, f32::NEG_INFINITY, f32::NAN]
}

/// What an operation is done on, where there are two kinds of encoder with the same commands.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) enum Into {
    Compute,
    Render,
    Bundle,
}

/// A place in a texture.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Place {
    pub(crate) texture: Pick,
    pub(crate) level: Option<Count>,
    pub(crate) x: Option<Count>,
    pub(crate) y: Option<Count>,
    pub(crate) z: Option<Count>,
    pub(crate) aspect: Pick,
}

/// Texels in a buffer.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Rows {
    pub(crate) offset: Option<Bytes>,
    pub(crate) per_row: Option<Pick>,
    pub(crate) per_image: Option<Count>,
}

#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Extent(
    pub(crate) Count,
    pub(crate) Option<Count>,
    pub(crate) Option<Count>,
);

/// A buffer, and a part of it.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) struct Part {
    pub(crate) buffer: Pick,
    pub(crate) offset: Option<Bytes>,
    pub(crate) size: Option<Bytes>,
}

/// A call, or a few that belong together.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub(crate) enum Op {
    Scene {
        which: Pick,
        old: Pick,
    },
    Scenes {
        which: [Pick; 4],
        old: Pick,
    },
    SubmitNewest {
        which: Pick,
    },

    NewBuffer {
        device: Pick,
        size: Bytes,
        usage: Pick,
        mapped: bool,
    },
    NewTexture {
        device: Pick,
        format: Pick,
        usage: Pick,
        size: Extent,
        levels: Option<Count>,
        samples: Option<Count>,
        dimension: Pick,
    },
    NewView {
        place: Place,
        levels: Option<Count>,
        layers: Option<Count>,
        dimension: Option<Pick>,
        format: Option<Pick>,
    },
    NewSampler {
        device: Pick,
        lod: [Real; 2],
        anisotropy: Option<u16>,
        linear: bool,
    },
    NewLayout {
        device: Pick,
        entries: [Pick; 2],
        bindings: [Count; 2],
    },
    NewGroup {
        layout: Pick,
        parts: [Part; 2],
        entries: Pick,
    },
    NewPipelineLayout {
        layouts: [Pick; 2],
        immediates: Option<Count>,
    },
    NewComputePipeline {
        device: Pick,
        shader: Pick,
        layout: Option<Pick>,
    },
    NewRenderPipeline {
        device: Pick,
        shader: Pick,
        layout: Option<Pick>,
        format: Pick,
        samples: Option<Count>,
        depth: Option<Pick>,
    },
    LayoutOf {
        pipeline: Pick,
        render: bool,
        index: Count,
    },
    NewQueries {
        device: Pick,
        count: Count,
        timestamp: bool,
    },
    NewEncoder {
        device: Pick,
    },
    NewBundleEncoder {
        device: Pick,
        format: Pick,
        depth: Option<Pick>,
        samples: Option<Count>,
    },

    WriteBuffer {
        part: Part,
        word: u8,
        len: Bytes,
    },
    WriteTexture {
        place: Place,
        rows: Rows,
        size: Extent,
        len: Bytes,
    },
    Map {
        part: Part,
        write: bool,
    },
    Unmap(Pick),
    GetRange(Part),
    SetRange {
        part: Part,
        len: Bytes,
        word: u8,
    },
    WaitForMap(Pick),
    ForgetMap(Pick),

    CopyBuffer {
        encoder: Pick,
        from: Part,
        to: Part,
    },
    Upload {
        encoder: Pick,
        buffer: Pick,
        rows: Rows,
        place: Place,
        size: Extent,
    },
    Download {
        encoder: Pick,
        buffer: Pick,
        rows: Rows,
        place: Place,
        size: Extent,
    },
    CopyTexture {
        encoder: Pick,
        from: Place,
        to: Place,
        size: Extent,
    },
    Clear {
        encoder: Pick,
        part: Part,
    },
    Resolve {
        encoder: Pick,
        queries: Pick,
        first: Count,
        count: Count,
        to: Part,
    },
    BeginCompute {
        encoder: Pick,
        timestamps: Option<[Option<Count>; 2]>,
        queries: Pick,
    },
    BeginRender {
        encoder: Pick,
        views: [Option<Pick>; 2],
        resolve: Option<Pick>,
        depth: Option<Pick>,
        queries: Option<Pick>,
        clear: Option<Real>,
        slice: Option<Count>,
    },
    End {
        render: bool,
        pass: Pick,
    },
    Finish(Pick),
    FinishBundle(Pick),
    Submit([Option<Pick>; 3]),
    Wait(Pick),

    SetPipeline {
        into: Into,
        encoder: Pick,
        pipeline: Pick,
    },
    SetGroup {
        into: Into,
        encoder: Pick,
        index: Count,
        group: Option<Pick>,
        offsets: Option<[Bytes; 2]>,
        some: Option<[Count; 2]>,
    },
    SetImmediates {
        into: Into,
        encoder: Pick,
        offset: Count,
        len: Count,
    },
    DebugGroup {
        into: Option<Into>,
        encoder: Pick,
        push: bool,
    },
    Dispatch {
        pass: Pick,
        x: Count,
        y: Option<Work>,
        z: Option<Work>,
    },
    DispatchIndirect {
        pass: Pick,
        part: Part,
    },
    SetIndexBuffer {
        into: Into,
        encoder: Pick,
        part: Part,
        wide: bool,
    },
    SetVertexBuffer {
        into: Into,
        encoder: Pick,
        slot: Count,
        part: Option<Part>,
    },
    Draw {
        into: Into,
        encoder: Pick,
        vertices: Work,
        instances: Option<Work>,
        first: Option<Count>,
        first_instance: Option<Count>,
    },
    DrawIndexed {
        into: Into,
        encoder: Pick,
        indices: Count,
        instances: Option<Work>,
        first: Option<Count>,
        base: Option<i32>,
        first_instance: Option<Count>,
    },
    DrawIndirect {
        into: Into,
        encoder: Pick,
        part: Part,
        indexed: bool,
    },
    Viewport {
        pass: Pick,
        numbers: [Real; 6],
    },
    Scissor {
        pass: Pick,
        numbers: [Count; 4],
    },
    Constants {
        pass: Pick,
        color: Real,
        stencil: Count,
    },
    Query {
        pass: Pick,
        begin: Option<Count>,
    },
    Execute {
        pass: Pick,
        bundles: [Option<Pick>; 2],
    },

    Destroy {
        kind: Pick,
        which: Pick,
    },
    Drop {
        kind: Pick,
        which: Pick,
    },
    Scope {
        device: Pick,
        push: Option<Pick>,
    },
    Lost(Pick),
    Errors(Pick),
}
