package dev.adjoint.nn.models;

import dev.adjoint.Adjoint;
import dev.adjoint.Key;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Conv2d;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Init;
import java.util.Objects;

/** What the networks share. */
final class Layouts {
  private Layouts() {}

  /** A convolution with Kaiming-normal weights of the fan-out, and biases of 0, as torchvision's networks have. */
  static Conv2d convolution(int in, int out, int kernel, ConvOptions options, Key key) {
    Conv2d made = new Conv2d(in, out, kernel, options, key);
    Init.kaimingNormal(Objects.requireNonNull(made.namedParameters().get("weight")), Init.Fan.OUT, Init.RELU_GAIN, key);
    Tensor bias = made.namedParameters().get("bias");
    if (bias != null) {
      zero(bias);
    }
    return made;
  }

  static void zero(Tensor parameter) {
    try (var _ = Adjoint.noGrad()) {
      parameter.zeroi();
    }
  }

  static void checkAtLeastOne(String network, String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(network + " takes 1 or more " + what + "; given " + number);
    }
  }
}
