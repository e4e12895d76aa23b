package dev.adjoint.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Object read(String text) {
    return plain(Json.read(Path.of("x.json"), 100, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Object plain(Json.Value value) {
    return switch (value.is()) {
      case Map<?, ?> map -> map.entrySet().stream().map(e -> e.getKey() + "=" + plain((Json.Value) e.getValue())).toList();
      case List<?> list -> list.stream().map(v -> plain((Json.Value) v)).toList();
      case null -> "null";
      case Object other -> other;
    };
  }

  @Test
  void valuesOfEveryKind() {
    assertThat(read(" { \"a\" : [ 1 , -2.5e1, true,false ,null ] ,\"b\":{} , \"c\": [] } \n"))
        .isEqualTo(List.of("a=[1, -25.0, true, false, null]", "b=[]", "c=[]"));
    assertThat(read("-0")).isEqualTo(0L);
    assertThat(read("9223372036854775808")).isEqualTo(0x1p63);
    assertThat(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\uDE00\u00e4\""))
        .isEqualTo("\"\\/\b\f\n\r\t\u00e4\ud83d\ude00\u00e4");
  }

  @Test
  void whatIsQuotedIsRead() {
    StringBuilder all = new StringBuilder();
    for (int code = 0; code < 0x20000; code += code < 0x300 ? 1 : 97) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        all.appendCodePoint(code);
      }
    }
    assertThat(read(Json.quoted(all.toString()))).isEqualTo(all.toString());
    assertThatThrownBy(() -> Json.quoted("\ud83d")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  /** The fault is at the byte after the @. */
  @ParameterizedTest
  @ValueSource(strings = {"@", "@}", "[1,@]", "[1 @2]", "{\"a\"@}", "{\"a\":1,@}", "{@1:2}", "0@1", "1.@", "-@", "1e@", "tru@",
    "\"abc@", "\"\\@x\"", "\"\\u12@G4\"", "@\"\\ud83d\"", "@\"\\ude00\\ud83d\"", "\"a@\u0001\"", "1 @2", "@NaN", "@'a'",
    "{\"a\":1,@\"a\":2}", "// @"})
  void whatIsNoJson(String text) {
    int at = text.startsWith("//") ? 0 : text.indexOf('@');
    assertThatThrownBy(() -> read(text.replace("@", ""))).isInstanceOf(FormatException.class)
        .hasMessageContaining("x.json, byte " + (100 + at) + ":");
  }
}
