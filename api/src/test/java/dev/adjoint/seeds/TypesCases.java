package dev.adjoint.seeds;

/** Promotion and casts. */
public abstract class TypesCases extends OnBackend {}
