#ifdef WIDE
const WIDTH = 2;
