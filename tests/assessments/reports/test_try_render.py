import time, json, pathlib, random
import pytest
from django.utils import timezone
from assessments import queue
from assessments.models import *
from assessments.services.reports import request_report
from assessments.services.assessments import submit_assessment
from assessments.reports.build import build_report
from django.conf import settings

OUT=pathlib.Path('/tmp/rout'); OUT.mkdir(exist_ok=True)

@pytest.mark.parametrize("lang",["en","zh-hans","ja"])
def test_full(submitted, alice, lang):
    a=submitted
    a.answers.filter(item="VI").update(note="2021 年起使用 ERP，设备数据靠纸质卡片。\n11 月 12 日与生产部沈女士讨论过。")
    a.answers.filter(item="HI").update(note="Talked to purchasing. "*40)
    run(a,alice,lang,"full")

@pytest.mark.parametrize("lang",["en","zh-hans","ja"])
def test_partial(assessment, alice, answer, lang, enterprise):
    from tests.conftest import BANDS,TARGETS
    enterprise.name={"en":"Werkzeugbau Müller & Söhne GmbH, Betriebsstätte für Spritzgusswerkzeuge und Vorrichtungsbau Süd","zh-hans":"湖畔精密零件厂（演示）","ja":"株式会社髙橋𠮷野製作所㈱ 湖畔精密部品（デモ）"}[lang]
    enterprise.economy={"en":"DE","zh-hans":"CN","ja":"JP"}[lang]
    enterprise.save()
    for k in BANDS:
        if k=="SFA": answer(assessment,k,state="unknown",target=3)
        elif k=="FC": answer(assessment,k,state="not_applicable",reason="outside_site",note="The landlord runs the building.")
        elif k=="SG": continue
        elif k=="LC": answer(assessment,k,current=5,target=4)
        else: answer(assessment,k,current=BANDS[k],target=TARGETS[k])
    assessment.refresh_from_db()
    submit_assessment(by=alice,assessment=assessment)
    run(Assessment.objects.get(pk=assessment.pk),alice,lang,"part")

def run(a,alice,lang,name):
    r=request_report(by=alice,assessment=a,language=lang)
    job=queue.claim()
    t=time.time(); store=build_report(job); dt=time.time()-t
    store(); r.refresh_from_db()
    print(name,lang,round(dt,2),r.pages,r.size,len(json.dumps(r.context)))
    (OUT/f"{name}-{lang}.pdf").write_bytes((settings.MEDIA_ROOT/r.file).read_bytes())
    (OUT/f"{name}-{lang}.json").write_text(json.dumps(r.context,ensure_ascii=False,indent=1))
