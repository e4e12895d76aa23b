package dev.adjoint.seeds;

/** Picking, placing, padding and joining. */
public abstract class IndexingCases extends OnBackend {}
