// SPDX-License-Identifier: Apache-2.0
package io.agegender.foundation.svg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallSvgTest {
  @Test
  void pathsGoOnFromPointToPointInHundredthsWithoutDrift() {
    // A third three times is one, although each is rounded.
    assertThat(
            SmallSvg.of(
                "<path d=\"M0.3333333,-0.0 L0.6666666,0 L1.0,0.0 L1,2.5 Q1.125,3.0E-9 2,2"
                    + " C3,3 4.005,4.994 0.5,0.25 Z M10.1,20.127 L10.2,20.227 Z\"/>"))
        .isEqualTo(
            "<path d=\"M.33 0h.34h.33v2.5q.13-2.5 1-.5c1 1 2.01 2.99-1.5-1.75zM10.1 20.13l.1 .1z\"/>");
  }

  @Test
  void aSharedStyleIsWrittenOnceAndBlackNotAtAll() {
    assertThat(
            SmallSvg.of(
                """
                <svg width="2px">
                  <g clip-path="url(#clip98765)" transform="translate(1.123456 -2)">
                    <line style="stroke:red;" x1="0.123456" x2="3.0"/>
                    <line style="stroke:red;" x1="2.5"/>
                    <rect style="fill:blue;"/>
                    <path d="A1 2" style="fill:rgb(0,0,0);stroke:none;"/>
                  </g>
                </svg>
                """))
        .isEqualTo(
            """
            <svg width="2px">
            <style>
            .s0{stroke:red;}
            </style>
            <g clip-path="url(#clip1)" transform="translate(1.12 -2)">
            <line class="s0" x1=".12" x2="3"/>
            <line class="s0" x1="2.5"/>
            <rect style="fill:blue;"/>
            <path d="A1 2"/>
            </g>
            </svg>
            """);
  }
}
