package org.example.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The code in docs/backend-author.md is the code of this backend: each block names the file that it is quoted from. */
class AuthorPageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/backend-author.md");
  private static final Pattern BLOCK = Pattern.compile("^ *```([^`\\n]+)\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");

  /** A block of code: its language, the file that it is from, and its lines. */
  private record Block(String language, String file, String text) {}

  private static List<Block> blocks() throws IOException {
    Matcher found = BLOCK.matcher(Files.readString(PAGE));
    return found.results().map(block -> {
      String[] words = block.group(1).strip().split(" ", 2);
      return new Block(words[0], words.length == 2 ? words[1] : "", block.group(2));
    }).toList();
  }

  /** Without indentation, which differs where a block stands in a list. */
  private static String stripped(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @TestFactory
  List<DynamicTest> everyBlockIsInItsFile() throws IOException {
    return blocks().stream().filter(block -> !block.language.equals("text"))
        .map(block -> DynamicTest.dynamicTest(block.text.lines().findFirst().orElse("").strip(), () -> {
          assertThat(block.file).as("the file named after ```%s", block.language).isNotEmpty();
          assertThat(stripped(Files.readString(ROOT.resolve(block.file)))).as(block.file).contains(stripped(block.text));
        })).toList();
  }

  @Test
  void everyFileOfTheBackendIsQuoted() throws IOException {
    List<String> quoted = blocks().stream().map(Block::file).toList();
    for (String name : List.of("ScalarProvider", "ScalarBackend", "ScalarBuffer", "Places", "Program")) {
      assertThat(quoted).contains("examples/plugin/src/main/java/org/example/scalar/" + name + ".java");
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    assertThat(LINK.matcher(Files.readString(PAGE)).results().map(link -> link.group(1)))
        .isNotEmpty().allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
  }
}
