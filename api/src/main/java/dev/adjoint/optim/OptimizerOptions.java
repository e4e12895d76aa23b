package dev.adjoint.optim;

/** Settings of an optimizer, or of one group of its parameters: a record that each optimizer has its own of. */
public sealed interface OptimizerOptions
    permits SgdOptions, AdamOptions, RmsPropOptions, AdagradOptions, LionOptions, LbfgsOptions {
  /** The learning rate to begin with, which schedules refer to: 0 or more. */
  double lr();
}
