package dev.adjoint.seeds;

/** Inverses, factorisations and what is solved with them. */
public abstract class LinearAlgebraCases extends OnBackend {}
