/// Where the sequence is.
struct State {
    /// Of the first token that is worked on.
    position: u32,
    /// How many tokens are worked on at once.
    count: u32,
}
