"""WeasyPrint (57 or later), warm: HTML in, tagged PDF out; the same lines of JSON as serve.mjs."""
import inspect
import json
import sys
import time

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

fonts = FontConfiguration()
# The option changed its name between releases.
variant = 'pdf_variant' if 'pdf_variant' in inspect.signature(HTML.render).parameters else 'variant'
print('{"ready":true}', flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        started = time.perf_counter()
        pdf = HTML(string=request['input']).write_pdf(font_config=fonts, **{variant: 'pdf/ua-1'})
        ms = (time.perf_counter() - started) * 1000
        if request.get('keep'):
            with open(request['keep'], 'wb') as kept:
                kept.write(pdf)
        answer = {'ms': ms, 'bytes': len(pdf)}
    except Exception as error:
        answer = {'error': str(error)}
    print(json.dumps(answer), flush=True)
