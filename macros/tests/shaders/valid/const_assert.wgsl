const SIZE = 64u;
const_assert SIZE >= 32u;
const_assert SIZE % 2u == 0u;

fn f() {
    const_assert SIZE < 1024u;
}
