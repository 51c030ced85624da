"""A nightly run of agegender, for Airflow 2.

Put this file into the DAG folder and set the two paths. The first task fails with the run's verdict in its
log; the second finds out that nightly runs have stopped, whatever the reason.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

AGEGENDER = "/opt/agegender"
NIGHTS = "/var/lib/agegender/nights"
NIGHTLY = f"{AGEGENDER}/submit/schedules/nightly --set nightly.folder={NIGHTS}"

with DAG(
    dag_id="agegender_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # A second run would be refused while one runs.
    max_active_runs=1,
    # A run that differs would only differ again.
    default_args={"retries": 0},
) as dag:
    night = BashOperator(
        task_id="night",
        bash_command=NIGHTLY,
        execution_timeout=timedelta(hours=2),
    )
    fresh = BashOperator(
        task_id="fresh",
        bash_command=f"{NIGHTLY} --assert-fresh 26h",
        trigger_rule="all_done",
    )
    night >> fresh
