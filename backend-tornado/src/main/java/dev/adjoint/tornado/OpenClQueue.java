package dev.adjoint.tornado;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.runtime.common.TornadoInstalledCode;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;

/**
 * The command queue of TornadoVM's OpenCL driver. A launch through {@link TornadoInstalledCode} sets all arguments again, and
 * copies a frame to the device, for which it waits until all that was asked for before is done. Here a kernel whose arguments
 * are set is launched, and nothing waits.
 *
 * <p>Found by name, so that a TornadoVM with another driver needs none of this.
 */
final class OpenClQueue {
  private static final String DRIVER = "uk.ac.manchester.tornado.drivers.opencl.";

  private final Class<?> installed;
  private final MethodHandle kernelOf;
  private final MethodHandle launch;
  private final MethodHandle write;
  private final MethodHandle read;
  private final long plan;
  private final long[] global = new long[1];
  private final long[] local = new long[1];

  private OpenClQueue(TornadoXPUDevice device, long plan) throws ReflectiveOperationException {
    ClassLoader loader = device.getClass().getClassLoader();
    Object context = device.getClass().getMethod("getDeviceContext").invoke(device);
    Class<?> contextType = Class.forName(DRIVER + "OCLDeviceContext", true, loader);
    Class<?> kernelType = Class.forName(DRIVER + "OCLKernel", true, loader);
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    this.plan = plan;
    installed = Class.forName(DRIVER + "graal.OCLInstalledCode", true, loader);
    kernelOf = lookup.findVirtual(installed, "getKernel", MethodType.methodType(kernelType));
    launch = lookup.findVirtual(contextType, "enqueueNDRangeKernel",
        MethodType.methodType(int.class, long.class, kernelType, int.class, long[].class, long[].class, long[].class,
            int[].class))
        .bindTo(context)
        .asType(MethodType.methodType(int.class, long.class, Object.class, int.class, long[].class, long[].class, long[].class,
            int[].class));
    MethodType copy = MethodType.methodType(
        int.class, long.class, long.class, long.class, long.class, long.class, long.class, int[].class);
    write = lookup.findVirtual(contextType, "enqueueWriteBuffer", copy).bindTo(context);
    read = lookup.findVirtual(contextType, "readBuffer", copy).bindTo(context);
  }

  /** The queue of a plan's commands; null where the device is another driver's. */
  static @Nullable OpenClQueue of(TornadoXPUDevice device, long plan) {
    if (!device.getClass().getName().startsWith(DRIVER)) {
      return null;
    }
    try {
      return new OpenClQueue(device, plan);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is not TornadoVM 5.2, which the backend tornado was made for", e);
    }
  }

  /** The driver's kernel, for {@link #launch}. */
  Object kernelOf(TornadoInstalledCode code) {
    try {
      return kernelOf.invoke(installed.cast(code));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Launches a kernel with the arguments that it has been given. */
  void launch(Object kernel, int group, int threads) {
    global[0] = threads;
    local[0] = group;
    try {
      int _ = (int) launch.invokeExact(plan, kernel, 1, (long[]) null, global, local, (int[]) null);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Copies the first bytes of a segment to a buffer; the segment must not change before that is done. */
  void write(long buffer, long at, MemorySegment source, long bytes) {
    try {
      int _ = (int) write.invokeExact(plan, buffer, at, bytes, source.address(), 0L, (int[]) null);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Copies bytes of a buffer to a segment, and waits. */
  void read(long buffer, long at, MemorySegment target, long bytes) {
    try {
      int _ = (int) read.invokeExact(plan, buffer, at, bytes, target.address(), 0L, (int[]) null);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(Throwable e) {
    return switch (e) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
