package dev.adjoint.seeds;

/** Convolution, pooling and resampling. */
public abstract class ConvolutionCases extends OnBackend {}
