package dev.adjoint.samples;

import dev.adjoint.Tensor;
import dev.adjoint.nn.ConvOptions;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.PoolOptions;
import org.jspecify.annotations.Nullable;

/** Convolutions. */
final class NetworkRows extends Family {
  NetworkRows() {
    super("Convolutions");
  }

  private static final ConvOptions PLAIN = ConvOptions.DEFAULT;

  private static Input x(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private static Input w(int... sizes) {
    return Input.real(-1.2, 1.1, sizes);
  }

  @FunctionalInterface
  private interface Conv {
    Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options);
  }

  private OperationRow conv(int axes) {
    String name = "conv" + axes + "d";
    return op("Functional." + name, "torch.nn.functional." + name, "paddle.nn.functional." + name,
        "mindspore.ops." + name,
        axes == 1 ? "numpy.correlate" : axes == 2 ? "scipy.signal.correlate2d" : "scipy.signal.correlate");
  }

  private static void add(OperationRow row, String label, Conv f, ConvOptions o, String torch, Input a, Input b) {
    row.row(label, (x, w) -> f.apply(x, w, null, o), torch, a, b);
  }

  @Override
  protected void declare() {
    one();
    OperationRow two = conv(2);
    Conv f = Functional::conv2d;
    two.row("plain", (x, w) -> Functional.conv2d(x, w), "torch.conv2d(a, b)", x(1, 1, 3, 3), w(1, 1, 2, 2));
    two.row("bias", (x, w, b) -> f.apply(x, w, b, PLAIN), "torch.conv2d(a, b, c)", x(1, 2, 2, 3), w(2, 2, 2, 2), x(2));
    add(two, "stride, padding, dilation apart", f, PLAIN.stride(2, 1).padding(0, 1).dilation(1, 2),
        "torch.conv2d(a, b, None, [2, 1], [0, 1], [1, 2], 1)", x(1, 1, 3, 3), w(2, 1, 2, 2));
    add(two, "depthwise", f, PLAIN.groups(2), "torch.conv2d(a, b, None, [1, 1], [0, 0], [1, 1], 2)", x(1, 2, 2, 3),
        w(4, 1, 2, 2));
    add(two, "1 x 1", f, PLAIN, "torch.conv2d(a, b)", x(2, 2, 1, 2), w(3, 2, 1, 1));
    add(two, "same padding", f, PLAIN.samePadding(), "torch.conv2d(a, b, None, [1, 1], \"same\", [1, 1], 1)", x(1, 1, 2, 3),
        w(1, 1, 2, 3));
    add(two, "transposed and flipped", f, PLAIN, "torch.conv2d(a, b)", x(1, 1, 3, 2).transposed(), w(1, 1, 2, 2).flipped());
    add(two, "expanded images", f, PLAIN, "torch.conv2d(a, b)", x(1, 2, 3).expanded(2), w(1, 1, 2, 2));
    add(two, "no batch axis", f, PLAIN, "torch.conv2d(a, b)", x(1, 3, 3), w(1, 1, 2, 2));
    add(two, "empty batch", f, PLAIN, "torch.conv2d(a, b)", x(0, 1, 3, 3), w(1, 1, 2, 2));

    OperationRow three = conv(3);
    add(three, "plain", Functional::conv3d, PLAIN, "torch.conv3d(a, b)", x(1, 1, 2, 2, 3), w(1, 1, 2, 1, 2));
    add(three, "stride and padding", Functional::conv3d, PLAIN.stride(1, 2, 1).padding(0, 1, 0),
        "torch.conv3d(a, b, None, [1, 2, 1], [0, 1, 0], [1, 1, 1], 1)", x(1, 1, 2, 2, 2), w(2, 1, 1, 2, 2));
    add(three, "groups", Functional::conv3d, PLAIN.groups(2), "torch.conv3d(a, b, None, [1, 1, 1], [0, 0, 0], [1, 1, 1], 2)",
        x(1, 2, 1, 2, 2), w(2, 1, 1, 1, 2));
    three.row("bias", (x, w, b) -> Functional.conv3d(x, w, b, PLAIN), "torch.conv3d(a, b, c)", x(1, 1, 2, 1, 2),
        w(2, 1, 1, 1, 2), x(2));
    three.row("short form", (x, w) -> Functional.conv3d(x, w), "torch.conv3d(a, b)", x(1, 1, 2, 2, 1), w(1, 1, 2, 1, 1));
    add(three, "no batch axis", Functional::conv3d, PLAIN, "torch.conv3d(a, b)", x(1, 2, 2, 2), w(1, 1, 2, 1, 1));
    transposed();
    columns();
  }

  private void one() {
    OperationRow one = conv(1);
    Conv f = Functional::conv1d;
    one.row("plain", (x, w) -> Functional.conv1d(x, w), "torch.conv1d(a, b)", x(1, 1, 4), w(1, 1, 2));
    one.row("bias", (x, w, b) -> f.apply(x, w, b, PLAIN), "torch.conv1d(a, b, c)", x(2, 2, 3), w(3, 2, 2), x(3));
    add(one, "padding", f, PLAIN.padding(1), "torch.conv1d(a, b, None, [1], [1], [1], 1)", x(1, 2, 3), w(1, 2, 2));
    add(one, "stride, with a tail", f, PLAIN.stride(2), "torch.conv1d(a, b, None, [2], [0], [1], 1)", x(1, 1, 6), w(2, 1, 3));
    add(one, "dilation", f, PLAIN.dilation(2), "torch.conv1d(a, b, None, [1], [0], [2], 1)", x(1, 1, 5), w(1, 1, 2));
    add(one, "all of it", f, PLAIN.stride(2).padding(2).dilation(2).groups(2),
        "torch.conv1d(a, b, None, [2], [2], [2], 2)", x(1, 2, 5), w(4, 1, 2));
    add(one, "groups", f, PLAIN.groups(2), "torch.conv1d(a, b, None, [1], [0], [1], 2)", x(2, 4, 2), w(2, 2, 2));
    add(one, "same padding", f, PLAIN.samePadding(), "torch.conv1d(a, b, None, [1], \"same\", [1], 1)", x(1, 1, 4), w(1, 1, 2));
    add(one, "same padding, dilated", f, PLAIN.samePadding().dilation(2), "torch.conv1d(a, b, None, [1], \"same\", [2], 1)",
        x(1, 1, 4), w(1, 1, 3));
    add(one, "kernel longer than the output", f, PLAIN.padding(1), "torch.conv1d(a, b, None, [1], [1], [1], 1)", x(1, 1, 4),
        w(1, 1, 5));
    add(one, "transposed", f, PLAIN, "torch.conv1d(a, b)", x(1, 4, 2).transposed(), w(1, 2, 2).transposed());
    add(one, "narrowed and flipped", f, PLAIN, "torch.conv1d(a, b)", x(1, 1, 5).narrowed(), w(1, 1, 2).flipped());
    add(one, "expanded", f, PLAIN.padding(1), "torch.conv1d(a, b, None, [1], [1], [1], 1)", x(1, 3).expanded(2),
        w(1, 2).expanded(2));
    add(one, "no batch axis", f, PLAIN, "torch.conv1d(a, b)", x(2, 4), w(1, 2, 2));
    add(one, "empty batch", f, PLAIN, "torch.conv1d(a, b)", x(0, 1, 4), w(1, 1, 2));
  }

  private void transposed() {
    OperationRow one = op("Functional.convTranspose1d", "torch.nn.functional.conv_transpose1d",
        "paddle.nn.functional.conv1d_transpose", "mindspore.nn.Conv1dTranspose", "");
    Conv f = Functional::convTranspose1d;
    add(one, "plain", f, PLAIN, "torch.conv_transpose1d(a, b)", x(1, 2, 3), w(2, 1, 2));
    one.row("bias", (x, w, b) -> f.apply(x, w, b, PLAIN), "torch.conv_transpose1d(a, b, c)", x(1, 1, 2), w(1, 2, 2), x(2));
    add(one, "stride", f, PLAIN.stride(2), "torch.conv_transpose1d(a, b, None, [2], [0], [0], 1, [1])", x(2, 1, 2), w(1, 1, 2));
    add(one, "output padding", f, PLAIN.stride(2).padding(1).outputPadding(1),
        "torch.conv_transpose1d(a, b, None, [2], [1], [1], 1, [1])", x(1, 1, 2), w(1, 1, 3));
    add(one, "dilation", f, PLAIN.dilation(2).padding(1), "torch.conv_transpose1d(a, b, None, [1], [1], [0], 1, [2])",
        x(1, 1, 3), w(1, 1, 2));
    add(one, "groups", f, PLAIN.groups(2), "torch.conv_transpose1d(a, b, None, [1], [0], [0], 2, [1])", x(1, 2, 2), w(2, 2, 2));
    add(one, "transposed and narrowed", f, PLAIN, "torch.conv_transpose1d(a, b)", x(1, 3, 2).transposed(),
        w(2, 1, 3).narrowed());
    add(one, "no batch axis", f, PLAIN, "torch.conv_transpose1d(a, b)", x(1, 3), w(1, 1, 2));
    add(one, "empty batch", f, PLAIN, "torch.conv_transpose1d(a, b)", x(0, 1, 3), w(1, 1, 2));

    OperationRow two = op("Functional.convTranspose2d", "torch.nn.functional.conv_transpose2d",
        "paddle.nn.functional.conv2d_transpose", "mindspore.nn.Conv2dTranspose", "");
    add(two, "plain", Functional::convTranspose2d, PLAIN, "torch.conv_transpose2d(a, b)", x(1, 1, 2, 2), w(1, 1, 2, 2));
    add(two, "stride and paddings", Functional::convTranspose2d, PLAIN.stride(2, 1).padding(1, 0).outputPadding(1, 0),
        "torch.conv_transpose2d(a, b, None, [2, 1], [1, 0], [1, 0], 1, [1, 1])", x(1, 2, 2, 2), w(2, 1, 2, 2));
    add(two, "groups", Functional::convTranspose2d, PLAIN.groups(2),
        "torch.conv_transpose2d(a, b, None, [1, 1], [0, 0], [0, 0], 2, [1, 1])", x(1, 2, 1, 2), w(2, 1, 2, 2));
    two.row("bias", (x, w, b) -> Functional.convTranspose2d(x, w, b, PLAIN), "torch.conv_transpose2d(a, b, c)", x(1, 1, 2, 1),
        w(1, 2, 1, 2), x(2));
    add(two, "transposed", Functional::convTranspose2d, PLAIN, "torch.conv_transpose2d(a, b)", x(1, 1, 3, 2).transposed(),
        w(1, 1, 2, 2));

    OperationRow three = op("Functional.convTranspose3d", "torch.nn.functional.conv_transpose3d",
        "paddle.nn.functional.conv3d_transpose", "mindspore.nn.Conv3dTranspose", "");
    add(three, "plain", Functional::convTranspose3d, PLAIN, "torch.conv_transpose3d(a, b)", x(1, 1, 1, 2, 2), w(1, 1, 2, 1, 2));
    add(three, "stride and padding", Functional::convTranspose3d, PLAIN.stride(1, 2, 1).padding(0, 1, 0),
        "torch.conv_transpose3d(a, b, None, [1, 2, 1], [0, 1, 0], [0, 0, 0], 1, [1, 1, 1])", x(1, 2, 1, 2, 1),
        w(2, 1, 1, 2, 2));
    three.row("bias", (x, w, b) -> Functional.convTranspose3d(x, w, b, PLAIN), "torch.conv_transpose3d(a, b, c)",
        x(1, 1, 1, 2, 1), w(1, 2, 1, 2, 1), x(2));
  }

  private void columns() {
    OperationRow unfold = op("Functional.unfold", "torch.nn.functional.unfold", "paddle.nn.functional.unfold",
        "mindspore.ops.unfold", "");
    PoolOptions two = PoolOptions.kernel(2);
    unfold.row("plain", x -> Functional.unfold(x, two), "torch.im2col(a, [2, 2], [1, 1], [0, 0], [1, 1])", x(1, 1, 2, 3));
    unfold.row("stride and padding", x -> Functional.unfold(x, PoolOptions.kernel(2, 1).stride(1, 2).padding(1, 0)),
        "torch.im2col(a, [2, 1], [1, 1], [1, 0], [1, 2])", x(2, 1, 2, 3));
    unfold.row("dilation", x -> Functional.unfold(x, two.dilation(1, 2)), "torch.im2col(a, [2, 2], [1, 2], [0, 0], [1, 1])",
        x(1, 1, 2, 4));
    unfold.row("transposed", x -> Functional.unfold(x, two), "torch.im2col(a, [2, 2], [1, 1], [0, 0], [1, 1])",
        x(1, 2, 3, 2).transposed());
    unfold.row("no batch axis", x -> Functional.unfold(x, two), "torch.im2col(a, [2, 2], [1, 1], [0, 0], [1, 1])", x(1, 2, 3));
    unfold.row("single windows", x -> Functional.unfold(x, PoolOptions.kernel(1)),
        "torch.im2col(a, [1, 1], [1, 1], [0, 0], [1, 1])", x(1, 2, 2, 2));

    OperationRow fold =
        op("Functional.fold", "torch.nn.functional.fold", "paddle.nn.functional.fold", "mindspore.ops.fold", "");
    fold.row("plain", x -> Functional.fold(x, new int[] {2, 3}, two), "torch.col2im(a, [2, 3], [2, 2], [1, 1], [0, 0], [1, 1])",
        x(1, 4, 2));
    fold.row("stride and padding",
        x -> Functional.fold(x, new int[] {2, 3}, PoolOptions.kernel(2, 1).stride(1, 2).padding(1, 0)),
        "torch.col2im(a, [2, 3], [2, 1], [1, 1], [1, 0], [1, 2])", x(1, 2, 6));
    fold.row("transposed", x -> Functional.fold(x, new int[] {2, 2}, two),
        "torch.col2im(a, [2, 2], [2, 2], [1, 1], [0, 0], [1, 1])", x(1, 1, 8).transposed());
    fold.row("no batch axis", x -> Functional.fold(x, new int[] {2, 3}, two),
        "torch.col2im(a, [2, 3], [2, 2], [1, 1], [0, 0], [1, 1])", x(4, 2));
  }
}
