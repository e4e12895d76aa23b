package dev.adjoint.samples;

import static dev.adjoint.nn.PoolingFunctions.Interpolation.CUBIC;
import static dev.adjoint.nn.PoolingFunctions.Interpolation.LINEAR;
import static dev.adjoint.nn.PoolingFunctions.Interpolation.NEAREST;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.PoolOptions;
import dev.adjoint.nn.PoolingFunctions.Largest;

/** Pooling and resampling. */
final class PoolingRows extends Family {
  PoolingRows() {
    super("Pooling and resampling");
  }

  private static Input x(int... sizes) {
    return Input.real(-1, 1, sizes);
  }

  private OperationRow pool(String name, String torch, String mindspore) {
    String paddle = torch.equals("lp_pool3d") ? "" : "paddle.nn.functional." + torch.replace("_with_indices", "");
    return op("Functional." + name, "torch.nn.functional." + torch, paddle, mindspore.isEmpty() ? "" : "mindspore." + mindspore,
        "");
  }

  private static Tensor[] both(Largest largest) {
    return new Tensor[] {largest.values(), largest.indices()};
  }

  private static final PoolOptions TWO = PoolOptions.kernel(2);

  @Override
  protected void declare() {
    maxima();
    means();
    adaptive();
    resampling();
  }

  private void maxima() {
    OperationRow one = pool("maxPool1d", "max_pool1d", "nn.MaxPool1d");
    one.row("plain", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(1, 2, 4));
    one.row("overlapping", x -> Functional.maxPool1d(x, TWO.stride(1)), "torch.max_pool1d(a, [2], [1])", x(1, 1, 5));
    one.row("padding", x -> Functional.maxPool1d(x, PoolOptions.kernel(3).stride(2).padding(1)),
        "torch.max_pool1d(a, [3], [2], [1])", Input.real(-3, -1, 1, 1, 5));
    one.row("dilation", x -> Functional.maxPool1d(x, TWO.stride(1).dilation(2)), "torch.max_pool1d(a, [2], [1], [0], [2])",
        x(1, 1, 5));
    one.row("ceil mode", x -> Functional.maxPool1d(x, TWO.ceilMode()), "torch.max_pool1d(a, [2], [2], [0], [1], True)",
        x(1, 1, 5));
    one.row("ceil mode, padding", x -> Functional.maxPool1d(x, TWO.padding(1).ceilMode()),
        "torch.max_pool1d(a, [2], [2], [1], [1], True)", x(1, 1, 4));
    one.row("no batch axis", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(2, 4));
    one.row("transposed", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(1, 4, 2).transposed());
    one.row("flipped", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(1, 1, 4).flipped());
    one.row("expanded", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(1, 4).expanded(2));
    one.row("empty batch", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])", x(0, 1, 4));
    one.row("ties", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])",
        Input.of(Shape.of(1, 1, 4), 2, 2, 3, 3)).kink();
    one.row("-infinity", x -> Functional.maxPool1d(x, TWO), "torch.max_pool1d(a, [2])",
        Input.of(Shape.of(1, 1, 4), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 3)).kink();

    OperationRow two = pool("maxPool2d", "max_pool2d", "ops.max_pool2d");
    two.row("plain", x -> Functional.maxPool2d(x, TWO), "torch.max_pool2d(a, [2, 2])", x(1, 1, 3, 4));
    two.row("all of it", x -> Functional.maxPool2d(x, PoolOptions.kernel(2, 3).stride(1, 2).padding(1, 0).dilation(2, 1)),
        "torch.max_pool2d(a, [2, 3], [1, 2], [1, 0], [2, 1], False)", x(1, 1, 3, 4));
    two.row("ceil mode", x -> Functional.maxPool2d(x, TWO.ceilMode()),
        "torch.max_pool2d(a, [2, 2], [2, 2], [0, 0], [1, 1], True)", x(1, 1, 3, 3));
    two.row("transposed", x -> Functional.maxPool2d(x, TWO.stride(1)), "torch.max_pool2d(a, [2, 2], [1, 1])",
        x(1, 1, 3, 3).transposed());
    two.row("ties", x -> Functional.maxPool2d(x, TWO), "torch.max_pool2d(a, [2, 2])",
        Input.of(Shape.of(1, 1, 2, 2), 1, 1, 1, 1))
        .kink();
    two.row("NaN", x -> Functional.maxPool2d(x, TWO), "torch.max_pool2d(a, [2, 2])",
        Input.of(Shape.of(1, 1, 2, 2), 1, Double.NaN, 3, 1)).kink();

    OperationRow three = pool("maxPool3d", "max_pool3d", "ops.max_pool3d");
    three.row("plain", x -> Functional.maxPool3d(x, TWO), "torch.max_pool3d(a, [2, 2, 2])", x(1, 1, 2, 2, 2));
    three.row("stride and padding", x -> Functional.maxPool3d(x, PoolOptions.kernel(1, 2, 2).stride(1).padding(0, 1, 0)),
        "torch.max_pool3d(a, [1, 2, 2], [1, 1, 1], [0, 1, 0])", x(1, 1, 2, 2, 2));

    OperationRow where1 = pool("maxPool1dWithIndices", "max_pool1d_with_indices", "nn.MaxPool1d");
    where1.rows("plain", in -> both(Functional.maxPool1dWithIndices(in[0], TWO)), "torch.max_pool1d_with_indices(a, [2])",
        x(1, 2, 4));
    where1.rows("padding", in -> both(Functional.maxPool1dWithIndices(in[0], TWO.padding(1))),
        "torch.max_pool1d_with_indices(a, [2], [2], [1])", x(1, 1, 5));
    OperationRow where2 = pool("maxPool2dWithIndices", "max_pool2d_with_indices", "ops.max_pool2d");
    where2.rows("plain", in -> both(Functional.maxPool2dWithIndices(in[0], TWO)), "torch.max_pool2d_with_indices(a, [2, 2])",
        x(2, 1, 2, 2));
    where2.rows("padding", in -> both(Functional.maxPool2dWithIndices(in[0], TWO.stride(1).padding(1, 0))),
        "torch.max_pool2d_with_indices(a, [2, 2], [1, 1], [1, 0])", x(1, 1, 3, 3));
    pool("maxPool3dWithIndices", "max_pool3d_with_indices", "ops.max_pool3d").rows("plain",
        in -> both(Functional.maxPool3dWithIndices(in[0], PoolOptions.kernel(1, 2, 2))),
        "torch.max_pool3d_with_indices(a, [1, 2, 2])", x(1, 1, 2, 2, 2));
  }

  private void means() {
    OperationRow one = pool("avgPool1d", "avg_pool1d", "ops.avg_pool1d");
    one.row("plain", x -> Functional.avgPool1d(x, TWO), "torch.avg_pool1d(a, [2])", x(1, 2, 4));
    one.row("overlapping", x -> Functional.avgPool1d(x, PoolOptions.kernel(3).stride(1)), "torch.avg_pool1d(a, [3], [1])",
        x(1, 1, 5));
    one.row("padding", x -> Functional.avgPool1d(x, TWO.padding(1)), "torch.avg_pool1d(a, [2], [2], [1])", x(1, 1, 4));
    one.row("padding does not count", x -> Functional.avgPool1d(x, TWO.padding(1).withoutPadding()),
        "torch.avg_pool1d(a, [2], [2], [1], False, False)", x(1, 1, 4));
    one.row("ceil mode", x -> Functional.avgPool1d(x, TWO.ceilMode()), "torch.avg_pool1d(a, [2], [2], [0], True)", x(1, 1, 5));
    one.row("ceil mode, padding", x -> Functional.avgPool1d(x, PoolOptions.kernel(3).stride(2).padding(1).ceilMode()),
        "torch.avg_pool1d(a, [3], [2], [1], True)", x(1, 1, 4));
    one.row("no batch axis", x -> Functional.avgPool1d(x, TWO), "torch.avg_pool1d(a, [2])", x(2, 4));
    one.row("transposed", x -> Functional.avgPool1d(x, TWO), "torch.avg_pool1d(a, [2])", x(1, 4, 2).transposed());
    one.row("narrowed", x -> Functional.avgPool1d(x, TWO.stride(1)), "torch.avg_pool1d(a, [2], [1])", x(1, 1, 5).narrowed());
    one.row("expanded", x -> Functional.avgPool1d(x, TWO), "torch.avg_pool1d(a, [2])", x(1, 4).expanded(2));
    one.row("empty batch", x -> Functional.avgPool1d(x, TWO), "torch.avg_pool1d(a, [2])", x(0, 1, 4));

    OperationRow two = pool("avgPool2d", "avg_pool2d", "ops.avg_pool2d");
    two.row("plain", x -> Functional.avgPool2d(x, TWO), "torch.avg_pool2d(a, [2, 2])", x(1, 1, 2, 4));
    two.row("padding does not count", x -> Functional.avgPool2d(x, TWO.stride(1, 2).padding(1, 0).withoutPadding()),
        "torch.avg_pool2d(a, [2, 2], [1, 2], [1, 0], False, False)", x(1, 1, 2, 4));
    two.row("divisor", x -> Functional.avgPool2d(x, TWO.stride(1).divisor(3)),
        "torch.avg_pool2d(a, [2, 2], [1, 1], [0, 0], False, True, 3)", x(1, 1, 3, 3));
    two.row("ceil mode", x -> Functional.avgPool2d(x, TWO.ceilMode()), "torch.avg_pool2d(a, [2, 2], [2, 2], [0, 0], True)",
        x(1, 1, 3, 3));
    OperationRow three = pool("avgPool3d", "avg_pool3d", "ops.avg_pool3d");
    three.row("plain", x -> Functional.avgPool3d(x, TWO), "torch.avg_pool3d(a, [2, 2, 2])", x(1, 1, 2, 2, 2));
    three.row("padding", x -> Functional.avgPool3d(x, PoolOptions.kernel(1, 2, 2).stride(1).padding(0, 1, 0)),
        "torch.avg_pool3d(a, [1, 2, 2], [1, 1, 1], [0, 1, 0])", x(1, 1, 1, 2, 3));

    OperationRow norm = pool("lpPool1d", "lp_pool1d", "ops.lp_pool1d");
    norm.row("p 2", x -> Functional.lpPool1d(x, 2, TWO), "torch.sqrt(torch.avg_pool1d(torch.pow(a, 2), [2]) * 2)", x(1, 2, 4));
    norm.row("p 3", x -> Functional.lpPool1d(x, 3, TWO.stride(1)),
        "torch.pow(torch.avg_pool1d(torch.pow(a, 3), [2], [1]) * 2, 1. / 3.)", Input.real(.3, 1, 1, 1, 4));
    norm.row("ceil mode", x -> Functional.lpPool1d(x, 2, TWO.ceilMode()),
        "torch.sqrt(torch.avg_pool1d(torch.pow(a, 2), [2], [2], [0], True) * 2)", x(1, 1, 3));
    pool("lpPool2d", "lp_pool2d", "ops.lp_pool2d").row("p 2", x -> Functional.lpPool2d(x, 2, TWO),
        "torch.sqrt(torch.avg_pool2d(torch.pow(a, 2), [2, 2]) * 4)", x(1, 1, 2, 4));
    pool("lpPool3d", "lp_pool3d", "").row("p 2", x -> Functional.lpPool3d(x, 2, TWO),
        "torch.sqrt(torch.avg_pool3d(torch.pow(a, 2), [2, 2, 2]) * 8)", x(1, 1, 2, 2, 2));
  }

  private void adaptive() {
    OperationRow one = pool("adaptiveAvgPool1d", "adaptive_avg_pool1d", "ops.adaptive_avg_pool1d");
    for (int size = 1; size <= 5; size++) {
      int n = size;
      one.row("4 to " + n, x -> Functional.adaptiveAvgPool1d(x, n), "torch.adaptive_avg_pool1d(a, [" + n + "])", x(1, 2, 4));
    }
    one.row("no batch axis", x -> Functional.adaptiveAvgPool1d(x, 2), "torch.adaptive_avg_pool1d(a, [2])", x(2, 3));
    one.row("transposed", x -> Functional.adaptiveAvgPool1d(x, 2), "torch.adaptive_avg_pool1d(a, [2])",
        x(1, 3, 2).transposed());
    one.row("empty batch", x -> Functional.adaptiveAvgPool1d(x, 2), "torch.adaptive_avg_pool1d(a, [2])", x(0, 1, 3));
    OperationRow two = pool("adaptiveAvgPool2d", "adaptive_avg_pool2d", "ops.adaptive_avg_pool2d");
    two.row("3 x 3 to 2 x 2", x -> Functional.adaptiveAvgPool2d(x, 2), "torch.adaptive_avg_pool2d(a, [2, 2])", x(1, 1, 3, 3));
    two.row("to 1 x 3", x -> Functional.adaptiveAvgPool2d(x, 1, 3), "torch.adaptive_avg_pool2d(a, [1, 3])", x(1, 1, 2, 4));
    pool("adaptiveAvgPool3d", "adaptive_avg_pool3d", "ops.adaptive_avg_pool3d").row("to 1 x 2 x 1",
        x -> Functional.adaptiveAvgPool3d(x, 1, 2, 1), "torch.adaptive_avg_pool3d(a, [1, 2, 1])", x(1, 1, 2, 3, 2));

    OperationRow max = pool("adaptiveMaxPool1d", "adaptive_max_pool1d", "ops.adaptive_max_pool1d");
    for (int size = 1; size <= 5; size++) {
      int n = size;
      max.rows("4 to " + n, in -> both(Functional.adaptiveMaxPool1d(in[0], n)), "torch.adaptive_max_pool1d(a, [" + n + "])",
          x(1, 2, 4));
    }
    max.rows("no batch axis", in -> both(Functional.adaptiveMaxPool1d(in[0], 2)), "torch.adaptive_max_pool1d(a, [2])", x(2, 3));
    OperationRow max2 = pool("adaptiveMaxPool2d", "adaptive_max_pool2d", "ops.adaptive_max_pool2d");
    max2.rows("3 x 3 to 2 x 2", in -> both(Functional.adaptiveMaxPool2d(in[0], 2)), "torch.adaptive_max_pool2d(a, [2, 2])",
        x(1, 1, 3, 3));
    max2.rows("ties", in -> both(Functional.adaptiveMaxPool2d(in[0], 1)), "torch.adaptive_max_pool2d(a, [1, 1])",
        Input.of(Shape.of(1, 1, 2, 2), 1, 2, 2, 2)).kink();
    pool("adaptiveMaxPool3d", "adaptive_max_pool3d", "ops.adaptive_max_pool3d").rows("to 1 x 2 x 1",
        in -> both(Functional.adaptiveMaxPool3d(in[0], 1, 2, 1)), "torch.adaptive_max_pool3d(a, [1, 2, 1])", x(1, 1, 2, 3, 2));
  }

  private void resampling() {
    OperationRow row = op("Functional.interpolate", "torch.nn.functional.interpolate", "paddle.nn.functional.interpolate",
        "mindspore.ops.interpolate", "scipy.ndimage.zoom");
    for (int n : new int[] {1, 2, 3, 5, 6}) {
      row.row("nearest, 3 to " + n, x -> Functional.interpolate(x, NEAREST, n), "torch.upsample_nearest1d(a, [" + n + "])",
          x(1, 2, 3));
      row.row("linear, 3 to " + n, x -> Functional.interpolate(x, LINEAR, n), "torch.upsample_linear1d(a, [" + n + "], False)",
          x(1, 2, 3));
      row.row("linear, corners, 3 to " + n, x -> Functional.interpolate(x, LINEAR, true, n),
          "torch.upsample_linear1d(a, [" + n + "], True)", x(1, 2, 3));
    }
    for (boolean corners : new boolean[] {false, true}) {
      String f = "[3, 3], " + (corners ? "True" : "False");
      row.row("bilinear, corners " + corners, x -> Functional.interpolate(x, LINEAR, corners, 3),
          "torch.upsample_bilinear2d(a, " + f + ")", x(1, 1, 2, 4));
      row.row("bicubic, corners " + corners, x -> Functional.interpolate(x, CUBIC, corners, 3),
          "torch.upsample_bicubic2d(a, " + f + ")", x(1, 1, 2, 4));
    }
    row.row("nearest, two axes", x -> Functional.interpolate(x, NEAREST, 3, 2), "torch.upsample_nearest2d(a, [3, 2])",
        x(1, 1, 2, 3));
    row.row("trilinear", x -> Functional.interpolate(x, LINEAR, 3, 1, 2), "torch.upsample_trilinear3d(a, [3, 1, 2], False)",
        x(1, 1, 2, 2, 2));
    row.row("transposed", x -> Functional.interpolate(x, LINEAR, 4), "torch.upsample_linear1d(a, [4], False)",
        x(1, 3, 2).transposed());

    OperationRow shuffle = op("Functional.pixelShuffle", "torch.nn.functional.pixel_shuffle",
        "paddle.nn.functional.pixel_shuffle", "mindspore.ops.pixel_shuffle", "");
    shuffle.row("by 2", x -> Functional.pixelShuffle(x, 2), "torch.pixel_shuffle(a, 2)", x(1, 4, 1, 2));
    shuffle.row("two batch axes", x -> Functional.pixelShuffle(x, 2), "torch.pixel_shuffle(a, 2)", x(2, 1, 4, 1, 1));
    shuffle.row("transposed", x -> Functional.pixelShuffle(x, 2), "torch.pixel_shuffle(a, 2)", x(4, 2, 1).transposed());
    OperationRow unshuffle = op("Functional.pixelUnshuffle", "torch.nn.functional.pixel_unshuffle",
        "paddle.nn.functional.pixel_unshuffle", "mindspore.ops.pixel_unshuffle", "");
    unshuffle.row("by 2", x -> Functional.pixelUnshuffle(x, 2), "torch.pixel_unshuffle(a, 2)", x(1, 1, 2, 4));
    unshuffle.row("transposed", x -> Functional.pixelUnshuffle(x, 2), "torch.pixel_unshuffle(a, 2)", x(2, 4, 2).transposed());
    OperationRow channels = op("Functional.channelShuffle", "torch.nn.functional.channel_shuffle",
        "paddle.nn.functional.channel_shuffle", "mindspore.nn.ChannelShuffle", "");
    channels.row("two groups", x -> Functional.channelShuffle(x, 2), "torch.channel_shuffle(a, 2)", x(1, 4, 2));
    channels.row("four axes", x -> Functional.channelShuffle(x, 2), "torch.channel_shuffle(a, 2)", x(1, 4, 1, 2));

    OperationRow grid = op("Functional.gridSample", "torch.nn.functional.grid_sample", "paddle.nn.functional.grid_sample",
        "mindspore.ops.grid_sample", "scipy.ndimage.map_coordinates");
    Input places = Input.of(Shape.of(1, 1, 3, 2), -.35, .2, .45, -.15, .1, .3);
    Input outside = Input.of(Shape.of(1, 2, 2, 2), -.9, .8, 1.3, -.2, .9, -1.7, .1, .85);
    grid.row("inside", Functional::gridSample, "torch.grid_sampler(a, b, 0, 0, False)", x(1, 2, 2, 3), places);
    grid.row("inside, corners", (x, g) -> Functional.gridSample(x, g, false, true), "torch.grid_sampler(a, b, 0, 0, True)",
        x(1, 1, 3, 3), places);
    grid.row("outside", Functional::gridSample, "torch.grid_sampler(a, b, 0, 0, False)", x(1, 1, 3, 3), outside);
    grid.row("outside, border", (x, g) -> Functional.gridSample(x, g, true, false), "torch.grid_sampler(a, b, 0, 1, False)",
        x(1, 1, 3, 3), outside);
    grid.row("outside, border, corners", (x, g) -> Functional.gridSample(x, g, true, true),
        "torch.grid_sampler(a, b, 0, 1, True)", x(1, 1, 3, 3), outside);
    grid.row("transposed", Functional::gridSample, "torch.grid_sampler(a, b, 0, 0, False)", x(1, 1, 3, 2).transposed(), places);
  }
}
