package dev.adjoint.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** How results are kept in files. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeSpecialFloatingPointValues().create();

  private Json() {}

  static String write(Object value) {
    return GSON.toJson(value);
  }

  static <T> T read(String text, Class<T> type) {
    return GSON.fromJson(text, type);
  }
}
