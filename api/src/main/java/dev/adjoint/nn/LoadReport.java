package dev.adjoint.nn;

import java.util.List;

/**
 * What did not meet when a state was loaded.
 *
 * @param missing the names of parameters and buffers that the state lacks; they are as before
 * @param unexpected the names in the state that the module lacks
 */
public record LoadReport(List<String> missing, List<String> unexpected) {
  /** With copies of the lists. */
  public LoadReport {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }
}
