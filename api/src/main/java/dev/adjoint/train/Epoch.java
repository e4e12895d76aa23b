package dev.adjoint.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch came to.
 *
 * @param number from 0 on
 * @param figures by name: {@code loss} and the metrics as means over the samples of the epoch, while the module learned; and,
 *     where there is a validation, {@code validation.loss} and the like, after it
 * @param learningRate of the last step, of the first group of parameters
 * @param seconds it took
 */
public record Epoch(int number, Map<String, Double> figures, double learningRate, double seconds) {
  /** With a copy of the figures. */
  public Epoch {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /**
   * A figure.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Epoch " + number + " has no figure " + name + "; it has " + figures.keySet());
    }
    return value;
  }
}
