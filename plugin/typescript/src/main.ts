import { Lattica } from "./lattica/lattica";
import { sandbox } from "./lattica/sandbox";
import { serve } from "./sdk";

serve(new Lattica(), sandbox);
