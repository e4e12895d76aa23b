package dev.adjoint.cpu;

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
  /** All tables, one behind the other. */
  static final int[] BITS = bits(ERF);
  static final int ERF_TABLES = ERF.length;

  private FloatTables() {}

  private static int[] bits(double[][] tables) {
    int[] bits = new int[tables.length * ENTRIES];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits((float) tables[i / ENTRIES][i % ENTRIES]);
    }
    return bits;
  }
}
