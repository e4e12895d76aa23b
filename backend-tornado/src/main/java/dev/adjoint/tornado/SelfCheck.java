package dev.adjoint.tornado;

import dev.adjoint.spi.Availability;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Runs one kernel and compares its numbers with the host's: TornadoVM's failures are silent. */
final class SelfCheck {
  private static final int SIZE = 256;
  private static final int GROUP = 64;
  private static final double TOLERANCE = 1e-12;

  private SelfCheck() {}

  static void sinePlusBell(KernelContext context, FloatArray x, DoubleArray y) {
    int i = context.globalIdx;
    double value = x.get(i);
    y.set(i, TornadoMath.sin(value) + TornadoMath.exp(-value * value));
  }

  /** Which device there is; throws whatever TornadoVM throws where there is none. */
  static Availability run() throws TornadoExecutionPlanException {
    FloatArray x = new FloatArray(SIZE);
    DoubleArray y = new DoubleArray(SIZE);
    for (int i = 0; i < SIZE; i++) {
      x.set(i, 0.03125f * i - 4);
    }
    WorkerGrid1D grid = new WorkerGrid1D(SIZE);
    grid.setLocalWork(GROUP, 1, 1);
    TaskGraph graph = new TaskGraph("selfCheck")
        .transferToDevice(DataTransferMode.EVERY_EXECUTION, x)
        .task("kernel", SelfCheck::sinePlusBell, new KernelContext(), x, y)
        .transferToHost(DataTransferMode.EVERY_EXECUTION, y);
    try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
      plan.withGridScheduler(new GridScheduler("selfCheck.kernel", grid)).execute();
      String device = describe(plan.getDevice(0));
      for (int i = 0; i < SIZE; i++) {
        double value = x.get(i);
        double expected = Math.sin(value) + Math.exp(-value * value);
        if (!(Math.abs(y.get(i) - expected) <= TOLERANCE)) {
          return Availability.unavailable(
              device + " computes wrong numbers: sin(x) + exp(-x^2) at " + value + " is " + y.get(i) + ", expected " + expected
                  + ". Check the driver, and that no -Dtornado... setting was changed");
        }
      }
      return Availability.available(
          device + " through TornadoVM; expressions are interpreted there in float64. Scans, sorting, factorisations and the "
              + "functions erfc, erfinv, lgamma, digamma and polygamma are computed on the host");
    }
  }

  private static String describe(TornadoDevice device) {
    return device.getPhysicalDevice().getDeviceName() + " (" + device.getPlatformName() + ", " + device.getTornadoVMBackend()
        + ", " + device.getPhysicalDevice().getDeviceMaxComputeUnits() + " compute units, "
        + (device.getPhysicalDevice().getDeviceGlobalMemorySize() >> 20) + " MiB)";
  }
}
