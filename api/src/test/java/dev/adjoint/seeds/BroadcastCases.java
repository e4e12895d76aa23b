package dev.adjoint.seeds;

/** Broadcasting and reductions. */
public abstract class BroadcastCases extends OnBackend {}
