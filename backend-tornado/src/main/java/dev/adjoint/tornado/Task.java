package dev.adjoint.tornado;

/** What the device can be asked to do: each is a task graph of its own, with one kernel. */
enum Task {
  FLOAT32_IN,
  FLOAT64_IN,
  INT32_IN,
  INT64_IN,
  FLOAT32_OUT,
  FLOAT64_OUT,
  INT32_OUT,
  INT64_OUT,
  COMBINE,
  FLOAT32_PRODUCT,
  FLOAT64_PRODUCT,
  GATHER,
  SCATTER_ADD
}
