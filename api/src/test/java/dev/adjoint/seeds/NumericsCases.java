package dev.adjoint.seeds;

/** Values and derivatives where the plain formula would overflow, underflow or cancel. */
public abstract class NumericsCases extends OnBackend {}
