package dev.adjoint.tornado;

import dev.adjoint.spi.Availability;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** Runs one kernel and compares its numbers with the host's: TornadoVM's failures are silent. */
final class SelfCheck {
  private static final int SIZE = 256;
  private static final int GROUP = 64;
  private static final double TOLERANCE = 1e-12;

  private SelfCheck() {}

  static void sinePlusBell(
      KernelContext context, FloatArray f32, DoubleArray f64, IntArray i32, LongArray i64, IntArray words,
      DoubleArray numbers) {
    int i = context.globalIdx;
    f32.set(i, (float) numbers.get(i));
    double value = f32.get(i);
    numbers.set(SIZE + i, TornadoMath.sin(value) + TornadoMath.exp(-value * value));
  }

  /** Which device there is; throws whatever TornadoVM throws where there is none. */
  static Availability run() throws NoSuchMethodException {
    Launcher launcher = new Launcher();
    launcher.allocate((long) Float.BYTES * SIZE);
    Launcher.Exchange exchange = launcher.exchange(4 * SIZE);
    MemorySegment numbers = exchange.segment();
    for (int i = 0; i < SIZE; i++) {
      numbers.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 0.03125 * i - 4);
    }
    launcher.write(exchange, 2 * SIZE);
    launcher.launch(
        launcher.compile(SelfCheck.class.getDeclaredMethod("sinePlusBell", Launcher.PARAMETERS)), exchange, GROUP, SIZE);
    launcher.read(exchange, 4 * SIZE);
    String device = describe(launcher.device());
    for (int i = 0; i < SIZE; i++) {
      double value = 0.03125 * i - 4;
      double expected = Math.sin(value) + Math.exp(-value * value);
      double computed = numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, SIZE + i);
      if (!(Math.abs(computed - expected) <= TOLERANCE)) {
        return Availability.unavailable(
            device + " computes wrong numbers: sin(x) + exp(-x^2) at " + value + " is " + computed + ", expected " + expected
                + ". Check the driver, and that no -Dtornado... setting was changed");
      }
    }
    return Availability.available(
        device + " through TornadoVM. Sorting, factorisations and the functions erfc, erfinv, lgamma, digamma and "
            + "polygamma are computed on the host");
  }

  private static String describe(TornadoDevice device) {
    return device.getPhysicalDevice().getDeviceName() + " (" + device.getPlatformName() + ", " + device.getTornadoVMBackend()
        + ", " + device.getPhysicalDevice().getDeviceMaxComputeUnits() + " compute units, "
        + (device.getPhysicalDevice().getDeviceGlobalMemorySize() >> 20) + " MiB of memory, of which tensors have "
        + Integer.getInteger(DeviceMemory.PROPERTY, DeviceMemory.DEFAULT_MEBIBYTES) + ")";
  }
}
