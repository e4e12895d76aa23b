package dev.adjoint.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one contender doing one piece of work.
 *
 * @param work its name
 * @param value the time of one call in microseconds, the median of the iterations' averages, or a peak of memory in MiB
 * @param spread half the distance between the fastest iteration and the slowest
 * @param allocated bytes of Java heap that one call allocates
 */
record Result(String work, Contender contender, double value, double spread, double allocated) {
  static Result of(Map<String, String> members) {
    return new Result(
        members.get("work"), Contender.valueOf(members.get("contender")), Double.parseDouble(members.get("value")),
        Double.parseDouble(members.get("spread")), Double.parseDouble(members.get("allocated")));
  }

  boolean isOfTheSame(Result other) {
    return work.equals(other.work) && contender == other.contender;
  }

  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("work", work);
    members.put("contender", contender);
    members.put("value", value);
    members.put("spread", spread);
    members.put("allocated", allocated);
    return members;
  }
}
