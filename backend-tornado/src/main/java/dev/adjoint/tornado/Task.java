package dev.adjoint.tornado;

import java.lang.reflect.Method;

/** The kernels that are written in Java, in contrast to those that are generated. */
enum Task {
  IN(Transfers.class, "copyIn"),
  OUT(Transfers.class, "copyOut"),
  COMBINE(Machine.class, "combine"),
  FLOAT32_PRODUCT(Products.class, "float32"),
  WIDE_FLOAT32_PRODUCT(WideProducts.class, "float32"),
  FLOAT64_PRODUCT(Products.class, "float64"),
  GATHER(Indexing.class, "gather"),
  SCATTER_ADD(Indexing.class, "scatterAdd"),
  SCAN(Scans.class, "scan"),
  SORT_BY_RANK(Sorts.class, "byRank"),
  SORT_KEYS(Sorts.class, "keys"),
  SORT_LINE(Sorts.class, "line"),
  SORT_COUNT(Sorts.class, "count"),
  SORT_PLACE(Sorts.class, "place"),
  SORT_PICK(Sorts.class, "pick");

  private final Class<?> holder;
  private final String method;

  Task(Class<?> holder, String method) {
    this.holder = holder;
    this.method = method;
  }

  /** The method whose body is the kernel. */
  Method kernel() {
    try {
      return holder.getDeclaredMethod(method, Launcher.PARAMETERS);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
