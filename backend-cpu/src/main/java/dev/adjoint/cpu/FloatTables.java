package dev.adjoint.cpu;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Numbers that kernels look up, as bits: generated code reads them from here. */
final class FloatTables {
  /** The entries of a table: as many as the longest vectors have lanes. */
  static final int ENTRIES = 16;
  /** From one interval's middle to the next one's: float32's nearest number to 4 / 15.5. */
  static final double ERF_STEP = 0x1.08421p-2;

  /**
   * Least-maximum fits of the error function around {@code i * ERF_STEP}, a table for each power of the distance from there.
   * Around 0 they are fits of {@code erf(x) - x}.
   */
  private static final double[][] ERF = {
    {0, 2.8485748e-01, 5.3455883e-01, 7.2642857e-01, 8.5566413e-01, 9.319675e-01, 9.714576e-01, 9.893723e-01, 9.9649596e-01,
      9.989788e-01, 9.997373e-01, 9.9994045e-01, 9.999881e-01, 9.999979e-01, 9.999997e-01, 9.9999994e-01},
    {1.2837917e-01, 1.0556799, 8.6449736e-01, 6.1965436e-01, 3.8876727e-01, 2.1349326e-01, 1.0262022e-01, 4.3175373e-02,
      1.589987e-02, 5.1251356e-03, 1.4460105e-03, 3.5710173e-04, 7.7191005e-05, 1.4604807e-05, 2.4186847e-06, 3.506041e-07},
    {3.2293704e-07, -2.724275e-01, -4.4616863e-01, -4.797192e-01, -4.0132117e-01, -2.7546644e-01, -1.5888679e-01,
      -7.799292e-02, -3.283609e-02, -1.1891482e-02, -3.7257576e-03, -1.0213746e-03, -2.2665918e-04, -5.1121646e-05,
      -2.0757936e-05, 6.155873e-06},
    {-3.7614357e-01, -3.050444e-01, -1.3460334e-01, 4.106384e-02, 1.4657298e-01, 1.6580506e-01, 1.2981732e-01, 7.953782e-02,
      3.98794e-02, 1.6722964e-02, 5.9379525e-03, 1.7992955e-03, 4.67738e-04, 1.04700084e-04, 2.0236504e-05, 3.3843648e-06},
    {3.1088133e-04, 1.2916285e-01, 1.8124534e-01, 1.4283355e-01, 5.9025027e-02, -1.5299508e-02, -4.7784675e-02,
      -4.5807905e-02, -2.9606948e-02, -1.6225556e-02, -6.8110144e-03, -1.7788388e-03, -1.39432e-03, -3.4844077e-05,
      6.850418e-04, -4.5593624e-04},
    {1.1087001e-01, 7.886829e-02, 6.849945e-04, -5.7206318e-02, -6.731243e-02, -4.200995e-02, -9.737706e-03, 9.106071e-03,
      1.2943739e-02, 9.332083e-03, 4.858959e-03, 1.990946e-03, 6.6530524e-04, 1.851426e-04, 4.339259e-05, 8.633728e-06}
  };
  /** What is added to a number for {@link LaneCode#quarter} to give the interval of its hyperbolic tangent. */
  static final double TANH_SHIFT = 0.625;

  /**
   * The hyperbolic tangent on the quarters of the powers of two from 0.625 to 10, less 0.625: the middles, which are chosen so
   * that their results are nearly numbers of float32, and least-maximum fits around them, a table for each power of the
   * distance from there. Tables begin with the interval from 1.375 on; the first interval's are of an odd function.
   */
  private static final double[][] TANH = {
    {1.625279, 2.1244576, 2.625136, 3.1247869, 3.8751073, 4.874471, 5.8763614, 6.8735695, 8.240361, 0.0, 0.18747158,
      0.31252342, 0.4999708, 0.75014377, 1.0001992, 1.2497119},
    {0.9253863, 0.97184265, 0.9895626, 0.9961449, 0.9991391, 0.9998833, 0.99998426, 0.99999785, 0.9999999, 0.0,
      0.18530576, 0.302731, 0.4620942, 0.6352347, 0.7616778, 0.8482028},
    {0.14366007, 0.055521857, 0.020765921, 0.007695359, 0.0017211658, 0.00023340464, 3.147203e-5, 4.2826377e-6,
      2.770605e-7, 1.0, 0.96566176, 0.9083539, 0.78646904, 0.59647685, 0.41984692, 0.28055197},
    {-0.13294818, -0.05395762, -0.020548107, -0.007665181, -0.0017175819, -0.00023308517, -3.143178e-5, -4.141272e-6,
      -5.0190624e-7, 2.825319e-7, -0.17894244, -0.27498657, -0.3634184, -0.37890273, -0.31979, -0.23796654},
    {0.07514793, 0.033933386, 0.013412295, 0.0050707203, 0.0011430229, 0.00015535025, 2.0949446e-5, 2.8571685e-6,
      1.7386668e-7, -0.3333549, -0.28872102, -0.21953152, -0.0942511, 0.041864563, 0.10362693, 0.10832557},
    {-0.024854282, -0.015037824, -0.006478362, -0.0025225666, -0.00059664826, -8.140539e-5, -1.0985868e-5, -2.0431526e-6,
      2.1649203e-7, 0.00046860837, 0.11286671, 0.15776901, 0.16365546, 0.09968541, 0.0280714, -0.012232014},
    {0.0011224495, 0.0044508674, 0.0023590303, 0.0009759793, 0.00023670246, 3.2475924e-5, 4.4033077e-6, 5.899549e-7,
      8.145044e-8, 0.129986, 0.09560074, 0.044845305, -0.025059119, -0.06354529, -0.046260014, -0.019315295}
  };
  /** All tables, one behind the other. */
  static final int[] BITS = bits(ERF, TANH);
  static final int ERF_TABLES = ERF.length;
  /** The number of the first table of the hyperbolic tangent. */
  static final int TANH_MIDDLES = ERF_TABLES;
  /** The number of the last one. */
  static final int TANH_LAST = ERF_TABLES + TANH.length - 1;

  private FloatTables() {}

  private static int[] bits(double[][]... tables) {
    return Stream.of(tables).flatMap(Stream::of).flatMapToDouble(DoubleStream::of)
        .mapToInt(entry -> Float.floatToRawIntBits((float) entry)).toArray();
  }
}
