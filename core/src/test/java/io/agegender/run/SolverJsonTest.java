// SPDX-License-Identifier: Apache-2.0
package io.agegender.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agegender.foundation.json.Json;
import io.agegender.foundation.json.JsonReader;
import io.agegender.network.solver.LearningRatePolicy;
import io.agegender.network.solver.LearningRatePolicy.Exponential;
import io.agegender.network.solver.LearningRatePolicy.Fixed;
import io.agegender.network.solver.LearningRatePolicy.Inverse;
import io.agegender.network.solver.LearningRatePolicy.MultiStep;
import io.agegender.network.solver.LearningRatePolicy.Polynomial;
import io.agegender.network.solver.LearningRatePolicy.Step;
import io.agegender.network.solver.SolverSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SolverJsonTest {
  /** The text is part of a run's key: that of {@code step} must not move. */
  private static final Map<LearningRatePolicy, String> TEXTS =
      Map.of(
          new Fixed(),
          "\"policy\":\"fixed\",",
          new Step(0.1, 10),
          "\"gamma\":0.1,\"step-size\":10,",
          new MultiStep(0.1, List.of(5, 7)),
          "\"policy\":\"multistep\",\"gamma\":0.1,\"steps\":[5,7],",
          new Exponential(0.9),
          "\"policy\":\"exp\",\"gamma\":0.9,",
          new Inverse(0.01, 0.75),
          "\"policy\":\"inv\",\"gamma\":0.01,\"power\":0.75,",
          new Polynomial(2, 100),
          "\"policy\":\"poly\",\"power\":2.0,\"policy-iterations\":100,");

  @Test
  void everyPolicyIsWrittenAndRead() throws IOException {
    for (Map.Entry<LearningRatePolicy, String> policy : TEXTS.entrySet()) {
      SolverSettings solver = new SolverSettings(0.001, policy.getKey(), 0.9, 5e-4);
      ObjectNode node = new ObjectMapper().createObjectNode();
      SolverJson.write(solver, node);
      assertThat(node.toString())
          .isEqualTo(
              "{\"base-learning-rate\":0.001,%s\"momentum\":0.9,\"weight-decay\":5.0E-4}"
                  .formatted(policy.getValue()));
      assertThat(
              SolverJson.read(JsonReader.input("run.json", "restore it", Json.prettyBytes(node))))
          .isEqualTo(solver);
    }
  }
}
