// Rec. 709 luma of an RGBA8 pixel, in whole numbers so that every GPU gives the same answer:
// 0.2126, 0.7152 and 0.0722 in 65536ths (they sum to 65536), rounded to nearest.
fn luma(pixel: u32) -> u32 {
    let channels = unpack4xU8(pixel);
    return (13933u * channels.r + 46871u * channels.g + 4732u * channels.b + 32768u) >> 16u;
}
