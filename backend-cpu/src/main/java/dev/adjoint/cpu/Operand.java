package dev.adjoint.cpu;

/** Elements row by row, without gaps, in an array. */
record Operand(Object array, int offset) {}
