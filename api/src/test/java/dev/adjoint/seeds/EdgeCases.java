package dev.adjoint.seeds;

/** Tensors without elements and without axes. */
public abstract class EdgeCases extends OnBackend {}
