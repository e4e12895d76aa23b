package dev.adjoint.examples;

import dev.adjoint.Tensor;
import dev.adjoint.data.Dataset;
import dev.adjoint.data.Sample;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Digits as a hand would draw them: strokes with jitter, turned, slanted, thick or thin, and with noise. */
final class DrawnDigits {
  static final int SIZE = 28;
  private static final double NOISE = 0.08;
  private static final double HAND = 0.025;

  /** Lines and curves in a square of side 1, downwards from the left upper corner: moves M, lines L, and cubics C. */
  private static final String[] STROKES = {
    "M .5 .1 C .2 .1 .2 .9 .5 .9 C .8 .9 .8 .1 .5 .1",
    "M .35 .28 L .52 .1 L .52 .9",
    "M .25 .3 C .25 .05 .75 .05 .72 .35 C .7 .55 .3 .7 .25 .9 L .77 .9",
    "M .28 .2 C .4 .05 .75 .08 .7 .3 C .68 .45 .5 .47 .45 .47 C .6 .47 .78 .55 .74 .72 C .7 .95 .35 .95 .26 .78",
    "M .6 .1 L .22 .62 L .8 .62 M .62 .35 L .6 .92",
    "M .73 .1 L .34 .1 L .3 .45 C .5 .35 .78 .42 .75 .67 C .72 .95 .35 .95 .25 .8",
    "M .68 .12 C .4 .2 .25 .5 .27 .7 C .3 .95 .72 .95 .73 .7 C .73 .48 .4 .45 .28 .68",
    "M .23 .12 L .77 .12 C .6 .4 .48 .65 .42 .92",
    "M .5 .48 C .2 .4 .28 .1 .5 .1 C .72 .1 .8 .4 .5 .48 C .18 .58 .22 .9 .5 .9 C .78 .9 .82 .58 .5 .48",
    "M .72 .35 C .72 .1 .3 .05 .28 .32 C .28 .55 .65 .55 .72 .33 L .66 .9",
  };

  private final SplittableRandom random;

  private DrawnDigits(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Images {@code [n, 1, 28, 28]}, float32 from 0 to 1, and int64 labels.
   *
   * @param first the digit of label 0
   * @param classes how many digits, from that one on
   */
  static Dataset<Sample> draw(int n, int first, int classes, long seed) {
    DrawnDigits hand = new DrawnDigits(seed);
    float[] pixels = new float[n * SIZE * SIZE];
    long[] labels = new long[n];
    for (int i = 0; i < n; i++) {
      int label = i % classes;
      labels[i] = label;
      hand.draw(first + label, pixels, i * SIZE * SIZE);
    }
    return Dataset.of(Tensor.of(pixels).reshape(n, 1, SIZE, SIZE), Tensor.ofLongs(labels));
  }

  private double between(double least, double most) {
    return random.nextDouble(least, most);
  }

  private void draw(int digit, float[] pixels, int start) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setStroke(new BasicStroke((float) between(1.3, 3.4), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    AffineTransform place = AffineTransform.getTranslateInstance(SIZE / 2.0 + between(-3, 3), SIZE / 2.0 + between(-3, 3));
    place.rotate(between(-0.3, 0.3));
    place.shear(between(-0.3, 0.3), 0);
    place.scale(SIZE * between(0.55, 0.9), SIZE * between(0.65, 0.95));
    place.translate(-0.5, -0.5);
    pen.draw(place.createTransformedShape(strokes(digit)));
    pen.dispose();
    for (int i = 0; i < SIZE * SIZE; i++) {
      double light = image.getRaster().getSample(i % SIZE, i / SIZE, 0) / 255.0 + random.nextGaussian() * NOISE;
      pixels[start + i] = (float) Math.clamp(light, 0, 1);
    }
  }

  private Path2D strokes(int digit) {
    Path2D path = new Path2D.Double();
    String[] words = STROKES[digit].split(" ");
    for (int i = 0; i < words.length;) {
      String kind = words[i++];
      double[] at = new double[kind.equals("C") ? 6 : 2];
      for (int k = 0; k < at.length; k++) {
        at[k] = Double.parseDouble(words[i++]) + random.nextGaussian() * HAND;
      }
      switch (kind) {
        case "M" -> path.moveTo(at[0], at[1]);
        case "L" -> path.lineTo(at[0], at[1]);
        default -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
      }
    }
    return path;
  }
}
