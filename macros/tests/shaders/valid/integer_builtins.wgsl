fn bits(x: u32) -> u32 {
    let counts = countOneBits(x) + countLeadingZeros(x) + countTrailingZeros(x);
    let places = firstLeadingBit(x) + firstTrailingBit(x) + reverseBits(x);
    let field = extractBits(x, 4u, 8u);
    return insertBits(counts + places, field, 8u, 4u) + u32(abs(-3));
}
