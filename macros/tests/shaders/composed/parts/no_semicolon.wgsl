// Its last line is not whole.
const A = 4u
