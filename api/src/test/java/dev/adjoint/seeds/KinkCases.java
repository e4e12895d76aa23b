package dev.adjoint.seeds;

/** Derivatives at kinks and at the edges of domains. */
public abstract class KinkCases extends OnBackend {}
